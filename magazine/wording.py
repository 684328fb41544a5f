"""What `make words` needs to collect the words of the desk's templates, which Babel alone cannot read."""

from io import BytesIO
from typing import Any

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize


def desk(file: BytesIO, keywords: Any, comment_tags: Any, options: dict):
    """Django turns a template into Python calls between filler; Babel finds those, once nothing is indented."""
    lines = templatize(file.read().decode()).splitlines()
    code = "\n".join(line.strip() for line in lines).encode()
    return extract_python(BytesIO(code), keywords, comment_tags, options)  # type: ignore[arg-type]  # empty here

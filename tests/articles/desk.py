"""A form of the desk filled in as a browser would: what the page offers, changed where the test says so."""

from lxml import html


def fields_of(response, form_id="article_form") -> dict[str, list[str]]:
    """Names and values that the browser would send, buttons left out."""
    form = html.fromstring(response.content.decode()).get_element_by_id(form_id)
    fields = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value.removeprefix("\n"))  # HTML drops it too, the parser does not
    return fields


def submit(client, path, *, button="_save", form_id="article_form", says="anyway", **changes):
    """Open the page, fill in the changes, press the button; gives back the page that comes then.

    What is published is published whatever is open, unless another value of the button says otherwise.
    """
    fields = fields_of(client.get(path), form_id)
    for name, value in changes.items():
        fields[name] = value
    return client.post(
        path, {name: value for name, value in fields.items() if value is not None} | {button: says}, follow=True
    )


def messages_of(response) -> str:
    return " ".join(map(str, response.context["messages"]))

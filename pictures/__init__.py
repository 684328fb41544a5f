"""Pictures that people upload: checked by content, stripped of metadata, cut into responsive renditions once."""

from .names import avatar_path, content_path, digest_of, original_path
from .renditions import Renditions, cut_social, make_renditions, rendition_name, rendition_names, social_name
from .storage import StorageUnavailableError
from .uploads import clean_picture

__all__ = [
    "Renditions",
    "StorageUnavailableError",
    "avatar_path",
    "clean_picture",
    "content_path",
    "cut_social",
    "digest_of",
    "make_renditions",
    "original_path",
    "rendition_name",
    "rendition_names",
    "social_name",
]

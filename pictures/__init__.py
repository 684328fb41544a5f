"""Pictures that people upload: checked by content, stripped of metadata, cut into responsive renditions once."""

from .icon import SAFE, Icon
from .lettering import CannotBeWrittenError
from .names import avatar_path, content_path, digest_of, original_path
from .renditions import (
    CROPS,
    MIDDLE,
    Renditions,
    crop_name,
    cut_crops,
    make_renditions,
    rendition_name,
    rendition_names,
)
from .share_card import DRAWING, ShareCard
from .storage import StorageUnavailableError
from .uploads import clean_picture

__all__ = [
    "CROPS",
    "DRAWING",
    "MIDDLE",
    "SAFE",
    "CannotBeWrittenError",
    "Icon",
    "Renditions",
    "ShareCard",
    "StorageUnavailableError",
    "avatar_path",
    "clean_picture",
    "content_path",
    "crop_name",
    "cut_crops",
    "digest_of",
    "make_renditions",
    "original_path",
    "rendition_name",
    "rendition_names",
]

from .activity import Activity
from .article import Article
from .image import Image, PictureUse, ReplacedFile
from .listing import Byline, Tagging
from .old_slug import OldSlug
from .presence import Presence
from .preview_link import PreviewLink
from .revision import Revision
from .stats import Delta, Stats
from .taxonomy import Category, Tag

__all__ = [
    "Activity",
    "Article",
    "Byline",
    "Category",
    "Delta",
    "Image",
    "OldSlug",
    "PictureUse",
    "Presence",
    "PreviewLink",
    "ReplacedFile",
    "Revision",
    "Stats",
    "Tag",
    "Tagging",
]

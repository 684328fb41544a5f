from .article import Article
from .image import Image, PictureUse, ReplacedFile
from .listing import Byline, Tagging
from .old_slug import OldSlug
from .revision import Revision
from .stats import Stats
from .taxonomy import Category, Tag

__all__ = [
    "Article",
    "Byline",
    "Category",
    "Image",
    "OldSlug",
    "PictureUse",
    "ReplacedFile",
    "Revision",
    "Stats",
    "Tag",
    "Tagging",
]

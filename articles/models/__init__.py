from .activity import Activity
from .announced import Announced
from .article import Article
from .audit import AuditEntry
from .edition import Edition
from .image import Image, PictureUse, ReplacedFile
from .listing import Byline, Tagging
from .note import Mention, Note
from .old_slug import OldSlug
from .presence import Presence
from .preview_link import PreviewLink
from .related import Keyword, Related, Word
from .revision import Revision
from .stats import Delta, Stats
from .submission import ReviewError, Submission
from .taxonomy import Category, Tag

__all__ = [
    "Activity",
    "Announced",
    "Article",
    "AuditEntry",
    "Byline",
    "Category",
    "Delta",
    "Edition",
    "Image",
    "Keyword",
    "Mention",
    "Note",
    "OldSlug",
    "PictureUse",
    "Presence",
    "PreviewLink",
    "Related",
    "ReplacedFile",
    "ReviewError",
    "Revision",
    "Stats",
    "Submission",
    "Tag",
    "Tagging",
    "Word",
]

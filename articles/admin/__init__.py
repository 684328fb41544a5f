"""The editors' desk: articles, pictures, categories and tags."""

from .article import ArticleAdmin
from .audit import AuditEntryAdmin
from .image import ImageAdmin
from .taxonomy import CategoryAdmin, TagAdmin

__all__ = ["ArticleAdmin", "AuditEntryAdmin", "CategoryAdmin", "ImageAdmin", "TagAdmin"]

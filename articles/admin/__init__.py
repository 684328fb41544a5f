"""The editors' desk: articles, pictures, categories and tags."""

from .article import ArticleAdmin
from .image import ImageAdmin
from .taxonomy import CategoryAdmin, TagAdmin

__all__ = ["ArticleAdmin", "CategoryAdmin", "ImageAdmin", "TagAdmin"]

from .article import Article, Byline, OldSlug, Stats, Tagging
from .image import Image
from .taxonomy import Category, Tag

__all__ = ["Article", "Byline", "Category", "Image", "OldSlug", "Stats", "Tag", "Tagging"]

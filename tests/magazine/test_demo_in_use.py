"""The demo in a magazine that somebody writes already."""

from articles.models import Article
from magazine.demo.load import load_demo
from tests.factories import make_article, make_category, make_tag


def test_magazine_with_articles_of_its_own_gets_the_demo_beside_them(db):
    """Reusing a category and a tag that have the same names."""
    make_category("AI", slug="artificial-intelligence")
    make_tag("Chips", slug="silicon")
    make_article("Our own")
    load_demo(say=str, width=96)
    assert Article.objects.filter(slug="our-own").exists()
    assert Article.objects.filter(category__slug="artificial-intelligence").exists()
    assert Article.objects.filter(tags__slug="silicon").exists()

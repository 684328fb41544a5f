"""What readers say, in the words of schema.org."""

from functools import lru_cache
from typing import Any

from django.urls import reverse

import markup
from accounts.models import User
from articles.addresses import absolute

from .models import Comment
from .rows import AUTHOR_FIELDS, Row, Tree

MOST = 10  # threads of a page: a sample says what the discussion is like, and the page stays light
LONGEST = 500  # characters of a comment


def comments_data(trees: list[Tree]) -> list[dict[str, Any]]:
    """Of what everybody may read, whoever asks."""
    visible = [tree.root for tree in trees if tree.root.status == Comment.Status.VISIBLE]
    return [_comment(row) for row in visible[:MOST]]


def _comment(row: Row) -> dict[str, Any]:
    author = User.from_db(None, AUTHOR_FIELDS, row.author)
    page = {"url": absolute(author.get_absolute_url())} if author.is_active else {}
    return {
        "@type": "Comment",
        "url": absolute(reverse("comments:permalink", args=[row.pk])),
        "author": {"@type": "Person", "name": str(author), **page},
        "datePublished": row.created_at.isoformat(),
        "text": _text(row.body_html),
    }


@lru_cache(maxsize=1000)
def _text(html: str) -> str:
    return markup.text(html)[:LONGEST]

import json

from django import template
from django.utils.safestring import SafeString

from ..models import Article
from ..structured_data import breadcrumbs, news_article, social_image

register = template.Library()

# As in Django's json_script: nothing in the data can end the script element.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@register.inclusion_tag("articles/_head.html", takes_context=True)
def article_head(context, article: Article) -> dict:
    """OpenGraph, X card and JSON-LD of an article that was loaded by `as_page()`; no query."""
    return {
        "site_name": context["site_name"],
        "article": article,
        "image": social_image(article),
        "blocks": [_json(news_article(article)), _json(breadcrumbs(article))],
    }


def _json(data: dict) -> SafeString:
    return SafeString(json.dumps(data, ensure_ascii=False).translate(ESCAPES))

"""What an article is, in the words of schema.org."""

from urllib.parse import urljoin

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from .models import Article, Stats
from .picture import social_url

HEADLINE_LENGTH = 110  # longer headlines are cut by those who show them


def news_article(article: Article) -> dict:
    """https://schema.org/NewsArticle with what search engines ask for, but for the counters."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": article.public_url,
        "headline": article.title[:HEADLINE_LENGTH],
        "description": article.description,
        "image": [social_image(article)],
        "dateModified": article.updated_at.isoformat(),
        "author": [
            {"@type": "Person", "name": str(author), "url": _absolute(author.get_absolute_url())}
            for author in article.byline_authors
        ],
        "publisher": {
            "@type": "Organization",
            "name": settings.SITE_NAME,
            "url": settings.BASE_URL,
            "logo": {"@type": "ImageObject", "url": _absolute(static("img/logo.png"))},
        },
        "articleSection": article.category.name,
        "keywords": [tag.name for tag in article.tags.all()],
        "wordCount": article.words,
    }
    if article.published_at:
        data["datePublished"] = article.published_at.isoformat()
    if article.source_url:
        data["isBasedOn"] = article.source_url
    return data


def counters(stats: Stats) -> dict:
    """The rest of `news_article`, which changes with every reaction."""
    counts = {"LikeAction": stats.likes, "CommentAction": stats.comments}
    return {
        "commentCount": stats.comments,
        "interactionStatistic": [
            {
                "@type": "InteractionCounter",
                "interactionType": {"@type": action},
                "userInteractionCount": count,
            }
            for action, count in counts.items()
        ],
    }


def breadcrumbs(article: Article) -> dict:
    steps = [
        (settings.SITE_NAME, reverse("articles:home")),
        (article.category.name, article.category.get_absolute_url()),
        (article.title, article.get_absolute_url()),
    ]
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": _absolute(address)}
            for place, (name, address) in enumerate(steps, 1)
        ],
    }


def social_image(article: Article) -> str:
    return _absolute(social_url(article.cover) if article.cover else static("img/og.png"))


def _absolute(address: str) -> str:
    return urljoin(settings.BASE_URL, address)

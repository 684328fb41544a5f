"""What an article is, in the words of schema.org."""

from typing import Protocol
from urllib.parse import urljoin

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from sitesettings.models import site_settings

from .models import Article, Stats
from .picture import social_url

HEADLINE_LENGTH = 110  # longer headlines are cut by those who show them


class HasAddress(Protocol):
    def get_absolute_url(self) -> str: ...


def news_article(article: Article) -> dict:
    """https://schema.org/NewsArticle with what search engines ask for, but for the counters."""
    brand = site_settings()
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": article.public_url,
        "headline": article.title[:HEADLINE_LENGTH],
        "description": article.description,
        "dateModified": article.updated_at.isoformat(),
        "author": [
            {"@type": "Person", "name": str(author), "url": _absolute(author.get_absolute_url())}
            for author in article.byline_authors
        ],
        "publisher": {
            "@type": "Organization",
            "name": brand.name,
            "url": settings.BASE_URL,
            "logo": {
                "@type": "ImageObject",
                "url": _absolute(brand.logo.url if brand.logo else static("img/logo.png")),
            },
        },
        "articleSection": article.category.name,
        "keywords": [tag.name for tag in article.tags.all()],
        "wordCount": article.words,
    }
    if image := social_image(article):
        data["image"] = [image]
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


def breadcrumbs(*things: HasAddress) -> dict:
    """From the front page down to the last of them."""
    steps = [(site_settings().name, reverse("articles:home"))]
    steps += [(str(thing), thing.get_absolute_url()) for thing in things]
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": _absolute(address)}
            for place, (name, address) in enumerate(steps, 1)
        ],
    }


def social_image(article: Article) -> str:
    """The cover, else a picture of the magazine; "" when there is none with its own name."""
    address = social_url(article.cover) if article.cover else site_settings().share_image
    return address and _absolute(address)


def _absolute(address: str) -> str:
    return urljoin(settings.BASE_URL, address)

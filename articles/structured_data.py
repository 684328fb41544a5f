"""What pages are about, in the words of schema.org."""

from collections.abc import Sequence
from typing import Protocol

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from pictures import CROPS
from sitesettings.models import site_settings

from .addresses import absolute
from .models import Article, Edition, Stats
from .picture import crop_url
from .share_card import share_card_path

CONTEXT = "https://schema.org"
HEADLINE_LENGTH = 110  # longer headlines are cut by those who show them
As = Edition.As
IMAGE_SHAPES = [crop for crop in CROPS if crop != "social"]


class HasAddress(Protocol):
    def get_absolute_url(self) -> str: ...


def news_article(article: Article) -> dict:
    """https://schema.org/NewsArticle with what search engines ask for, but for the counters and the discussion."""
    data = {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "mainEntityOfPage": article.public_url,
        "url": article.public_url,
        "headline": article.title[:HEADLINE_LENGTH],
        "description": article.description,
        "dateModified": article.updated_at.isoformat(),
        "author": [_person(author) for author in article.byline_authors] or [_publisher()],
        "publisher": _publisher(),
        "articleSection": article.category.name,
        "keywords": [tag.name for tag in article.tags.all()],
        "inLanguage": article.lang,
        "wordCount": article.words,
        "isAccessibleForFree": True,
        "image": _images(article),
    }
    if article.published_at:
        data["datePublished"] = article.published_at.isoformat()
    if article.source_url:
        data["isBasedOn"] = article.source_url
    if corrections := [_correction(edition) for edition in article.notes_for_readers if edition.told_as != As.UPDATE]:
        data["correction"] = corrections
    return data | _vouched(article)


def _correction(edition: Edition) -> dict:
    """https://schema.org/CorrectionComment"""
    return {"@type": "CorrectionComment", "text": edition.told, "datePublished": edition.published_at.isoformat()}


def _vouched(article: Article) -> dict:
    """Of technical ones. A page is reviewed, not an article: https://schema.org/lastReviewed"""
    data: dict = {}
    if article.tested_with:
        data = {"@type": ["NewsArticle", "TechArticle"], "dependencies": ", ".join(article.products)}
    if article.verified_at:
        reviewed = timezone.localdate(article.verified_at).isoformat()
        data["mainEntityOfPage"] = {"@type": "WebPage", "@id": article.public_url, "lastReviewed": reviewed}
    return data


def translations_of(article: Article, versions: Sequence[Article]) -> dict:
    """The original of a translation, or the translations of an original; of those that readers may open."""
    others = [version for version in versions if version.pk != article.pk]
    if article.translation_of_id:
        originals = [_version(other) for other in others if other.pk == article.translation_of_id]
        return {"translationOfWork": originals[0]} if originals else {}
    return {"workTranslation": [_version(other) for other in others]} if others else {}


def _version(article: Article) -> dict:
    about = {"headline": article.title[:HEADLINE_LENGTH], "inLanguage": article.lang}
    return {"@type": "NewsArticle", "@id": article.public_url, "url": article.public_url} | about


def counters(stats: Stats) -> dict:
    """The rest of `news_article`, which changes with every reaction: the four numbers that the page shows."""
    counts = {
        "LikeAction": stats.likes,
        "DislikeAction": stats.dislikes,
        "ViewAction": stats.views,
        "CommentAction": stats.comments,
    }
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
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": absolute(address)}
            for place, (name, address) in enumerate(steps, 1)
        ],
    }


def website(search: str) -> dict:
    """The magazine, and the address of its `search`."""
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": site_settings().name,
        "description": site_settings().tagline,
        "url": absolute(reverse("articles:home")),
        "publisher": _publisher(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{absolute(search)}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def collection(name: str, description: str, address: str, articles: Sequence[Article]) -> dict:
    return {
        "@context": CONTEXT,
        "@type": "CollectionPage",
        "name": name,
        "description": description,
        "url": absolute(address),
        "isPartOf": {"@type": "WebSite", "name": site_settings().name, "url": absolute(reverse("articles:home"))},
        "mainEntity": _list(articles),
    }


def profile(person, articles: Sequence[Article]) -> dict:
    """Where somebody else may have an account is only said of who writes here: readers could say anything."""
    about = _person(person) | {
        "alternateName": person.username,
        "identifier": person.username,
        "description": person.bio,
    }
    if person.avatar:
        about["image"] = absolute(person.avatar.url)
    if person.website and articles:
        about["sameAs"] = [person.website]
    data = {
        "@context": CONTEXT,
        "@type": "ProfilePage",
        "dateCreated": person.date_joined.isoformat(),
        "mainEntity": {name: value for name, value in about.items() if value},
    }
    if articles:
        data |= {"dateModified": articles[0].published_at.isoformat(), "hasPart": _list(articles)}
    return data


def social_image(article: Article) -> str:
    """Its share card, else its cover, else a picture of the magazine; "" when there is none with its own name."""
    return absolute(share_card_path(article) or _cover(article, "social") or site_settings().share_image)


def _images(article: Article) -> list[str]:
    """The cover in three shapes: search engines want no words in it, and get the share card where there is no cover."""
    found = [_cover(article, shape) for shape in IMAGE_SHAPES] if article.cover else [social_image(article)]
    return [absolute(address) for address in dict.fromkeys(found) if address]


def _cover(article: Article, crop: str) -> str:
    return crop_url(article.cover, crop) if article.cover else ""


def _list(articles: Sequence[Article]) -> dict:
    return {
        "@type": "ItemList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": article.title,
                "url": absolute(article.get_absolute_url()),
            }
            for place, article in enumerate(articles, 1)
        ],
    }


def _person(person) -> dict:
    return {"@type": "Person", "name": str(person), "url": absolute(person.get_absolute_url())}


def _publisher() -> dict:
    brand = site_settings()
    logo = {"@type": "ImageObject", "url": absolute(brand.logo.url if brand.logo else static("img/logo.png"))}
    data = {"@type": "NewsMediaOrganization", "name": brand.name, "url": settings.BASE_URL, "logo": logo}
    return data | ({"sameAs": brand.social_links} if brand.social_links else {})

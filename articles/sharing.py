"""Where readers may take an article: addresses of others, who are asked for nothing until somebody goes there."""

from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _

from .models import Article


def share_links(article: Article) -> list[tuple[str, str]]:
    title, address = article.title, article.public_url
    both = f"{title} {address}"
    places = {
        "Mastodon": ("https://share.joinmastodon.org/#", {"text": both}),
        "Bluesky": ("https://bsky.app/intent/compose?", {"text": both}),
        "X": ("https://x.com/intent/post?", {"text": title, "url": address}),
        "LinkedIn": ("https://www.linkedin.com/sharing/share-offsite/?", {"url": address}),
        "Reddit": ("https://www.reddit.com/submit?", {"url": address, "title": title}),
        "Hacker News": ("https://news.ycombinator.com/submitlink?", {"u": address, "t": title}),
        _("E-mail"): ("mailto:?", {"subject": title, "body": address}),
    }
    return [(name, place + urlencode(given, quote_via=quote)) for name, (place, given) in places.items()]

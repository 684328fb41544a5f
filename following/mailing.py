"""The mails: about what is new, and those that ask whether somebody wants it."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.tasks import task
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.mails import Mail, with_html
from articles.models import Article
from sitesettings.models import site_settings

from .links import Wish, manage_address, stop_address
from .models import Follower

MOST_IN_MAIL = 20  # pieces; what is more is on the site
# RFC 3834: no vacation notice answers this.
BY_ITSELF = {"Auto-Submitted": "auto-generated"}

type Found = list[tuple[Article, list[str]]]


def digest_mail(follower: Follower, found: Found) -> EmailMultiAlternatives:
    """RFC 8058: mail programs show a button that posts to the address in `List-Unsubscribe`."""
    stop = stop_address(follower)
    headers = BY_ITSELF | {
        "Precedence": "bulk",
        "List-Id": f"<digest.{settings.HOST}>",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return made(follower.address, found, {"manage": manage_address(follower), "stop": stop}, headers)


def made(to: str, found: Found, links: dict[str, str], headers: dict[str, str]) -> EmailMultiAlternatives:
    """Without links for a preview."""
    context = _context() | {"manage": "", "stop": ""} | links
    context |= {"pieces": found[:MOST_IN_MAIL], "more": max(len(found) - MOST_IN_MAIL, 0), "subject": _subject(found)}
    text = render_to_string("following/email/digest.txt", context).strip()
    message = Mail(context["subject"], text, to=[to], headers=headers)
    message.attach_alternative(render_to_string("following/email/digest.html", context), "text/html")
    return message


def _subject(found: Found) -> str:
    if not found:
        return ""
    more, said = len(found) - 1, "%(title)s – %(site)s"
    if more:
        said = ngettext("%(title)s and %(count)s more – %(site)s", "%(title)s and %(count)s more – %(site)s", more)
    return " ".join((said % {"title": found[0][0].title, "count": more, "site": site_settings().name}).split())


@task
def ask_to_confirm(email: str, rhythm: str, kind: str, key: int) -> None:
    """To whoever reads that mailbox. Before they say yes, the address is kept with this task and nowhere else."""
    wish = Wish(email, rhythm, kind, key)
    if topic := wish.topic:
        _write(
            email,
            _("Follow %(topic)s?") % {"topic": topic},
            "confirm",
            {"topic": topic, "link": wish.address(), "rhythm": rhythm},
        )


@task
def send_link(email: str) -> None:
    """Written in any case, so that the time it takes tells nobody whether the address is known."""
    followers = Follower.objects
    follower = followers.filter(user__email=email).first() or followers.filter(email=email).first()
    _write(email, _("What you follow"), "link", {"link": follower and manage_address(follower)})


def _write(to: str, about: str, template: str, context: dict) -> None:
    context = _context() | context
    subject = " ".join(f"{about} – {context['site_name']}".split())
    body = render_to_string(f"following/email/{template}.txt", context).strip()
    with_html(Mail(subject, body, to=[to], headers=BY_ITSELF), context).send()


def _context() -> dict:
    return {"site_name": site_settings().name, "base_url": settings.BASE_URL}

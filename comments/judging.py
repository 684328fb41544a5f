"""Whether a comment waits for a moderator before readers see it, and why."""

from collections.abc import Iterator
from datetime import timedelta

import regex
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from .models.holding import HoldReason, WatchedArticle
from .models.rules import ModerationRules
from .models.sanction import Sanction
from .models.spam import SpamCount
from .words import key_of, links_out_of, look_of, readings_of

SAME_AGAIN = timedelta(days=1)
LONGEST_SEARCH = 0.05  # seconds; a text for which a regular expression needs more may be made so: it waits
Kind = HoldReason.Kind


def reasons_to_hold(comment) -> list[HoldReason]:
    """Of a new comment; what the newsroom writes never waits."""
    if comment.author.is_staff:
        return []
    return [*reasons_to_hold_again(comment), *_of_pace(comment, ModerationRules.current())]


def reasons_to_hold_again(comment) -> list[HoldReason]:
    """Of a comment that was edited: nobody looked at these words before."""
    if comment.author.is_staff:
        return []
    rules = ModerationRules.current()
    return [*_of_rules(comment, rules), *_of_author(comment, rules), *_of_words(comment, rules)]


def _of_rules(comment, rules: ModerationRules) -> Iterator[HoldReason]:
    if rules.hold_everything:
        yield HoldReason(kind=Kind.EVERYTHING)
    if WatchedArticle.objects.filter(article=comment.article_id).exists():
        yield HoldReason(kind=Kind.ARTICLE)
    if comment.robot_signs:
        yield HoldReason(kind=Kind.ROBOT, words=", ".join(comment.robot_signs))


def _of_author(comment, rules: ModerationRules) -> Iterator[HoldReason]:
    answered = comment.parent
    is_below_shadowed = answered is not None and answered.is_shadowed and not answered.is_visible
    if is_below_shadowed or Sanction.objects.against(comment.author).filter(kind=Sanction.Kind.SHADOW).exists():
        yield HoldReason(kind=Kind.SHADOW)
    others = type(comment).objects.visible().filter(author=comment.author_id).exclude(pk=comment.pk)
    if rules.first_comments and others[: rules.first_comments].count() < rules.first_comments:
        yield HoldReason(kind=Kind.NEWCOMER)


def _of_pace(comment, rules: ModerationRules) -> Iterator[HoldReason]:
    theirs = type(comment).objects.filter(author=comment.author_id)
    lately = theirs.filter(created_at__gt=timezone.now() - rules.burst_window)
    if rules.burst_count and (count := lately[: rules.burst_count].count()) >= rules.burst_count:
        words = ngettext(
            "%(count)s or more in %(minutes)s minute", "%(count)s or more in %(minutes)s minutes", rules.burst_minutes
        )
        yield HoldReason(kind=Kind.BURST, words=words % {"count": count + 1, "minutes": rules.burst_minutes})


def _of_words(comment, rules: ModerationRules) -> Iterator[HoldReason]:
    links = links_out_of(comment.body)
    if rules.most_links is not None and len(links) > rules.most_links:
        words = ngettext("%(count)s of them", "%(count)s of them", len(links)) % {"count": len(links)}
        yield HoldReason(kind=Kind.LINKS, words=words)
    if found := words_found(comment.body, rules.held_words.splitlines()):
        yield HoldReason(kind=Kind.WORDS, words=", ".join(found)[:300])
    if rules.hold_repeated and (earlier := _same_again(comment)):
        words = gettext("as in comment %(number)s of the last day") % {"number": earlier}
        yield HoldReason(kind=Kind.REPEATED, words=words)
    if rules.hold_spam and (verdict := SpamCount.verdict(comment.body)) and verdict.is_spam:
        yield HoldReason(kind=Kind.SPAM, words=str(verdict)[:300])


def _same_again(comment) -> int | None:
    """Another comment with the same words."""
    if not (key := key_of(comment.body)):
        return None
    lately = type(comment).objects.filter(words_key=key, created_at__gt=timezone.now() - SAME_AGAIN)
    return lately.exclude(pk=comment.pk).values_list("pk", flat=True).first()


def words_found(text: str, listed: list[str]) -> list[str]:
    """Which lines of the list are in the text: whole words in any case, or `/…/`, a regular expression."""
    asked = [line for line in map(str.strip, listed) if line]
    if not asked:
        return []
    readings, look = readings_of(text), look_of(text)
    return [line for line in asked if any(_is_in(reading, line) for reading in readings) or _looks_in(look, line)]


def _is_in(text: str, line: str) -> bool:
    expression = line[1:-1] if is_expression(line) else rf"(?<!\w){regex.escape(line)}(?!\w)"
    try:
        return bool(regex.search(expression, text, regex.IGNORECASE, timeout=LONGEST_SEARCH))
    except TimeoutError:
        return True
    except regex.error:
        return False


def _looks_in(look: str, line: str) -> bool:
    """Written with letters of another alphabet; signs have no look, so `c++` is no c."""
    return line.replace(" ", "").isalnum() and look_of(line) in look


def is_expression(line: str) -> bool:
    return len(line) > 2 and line.startswith("/") and line.endswith("/")

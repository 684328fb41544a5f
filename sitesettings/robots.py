"""What robots.txt asks of crawlers, as long as editors ask nothing else, and which of them train models."""

import re
from urllib.robotparser import RobotFileParser

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

RULES = """\
User-agent: *
Disallow: /admin/
Disallow: /accounts/
Disallow: /search/
Disallow: /comments/
Disallow: /corrections/
Disallow: /preview/"""
LINE = re.compile(r"(user-agent|allow|disallow|crawl-delay)[ \t]*:[ \t]*([^#]*)", re.IGNORECASE)
# Who says that it collects texts or pictures for training, by the names that they read in robots.txt. Those that answer
# somebody's question and link to where they read it (OAI-SearchBot, Claude-SearchBot, PerplexityBot …) are not among
# them. Checked in November 2026 against what their makers write, and crawler-user-agents.
TRAINING = [
    "AI2Bot",
    "Amazonbot",
    "anthropic-ai",
    "Applebot-Extended",
    "Bytespider",
    "CCBot",
    "ChatGLM-Spider",
    "ClaudeBot",
    "cohere-training-data-crawler",
    "DeepSeekBot",
    "FacebookBot",
    "Google-Extended",
    "GPTBot",
    "img2dataset",
    "Kangaroo Bot",
    "laion-huggingface-processor",
    "meta-externalagent",
    "omgili",
    "PanguBot",
    "SBIntuitionsBot",
    "Timpibot",
]
UNREAD = _("Line %(number)s: crawlers read only lines such as “User-agent: *”, “Disallow: /path/” and “Allow: /path/”.")
NOBODY_YET = _("Line %(number)s: say first whom it is for, such as “User-agent: *”.")
HIDDEN = _("With these lines no search engine would find the magazine: “Disallow: /” closes all of it.")


def check_rules(text: str) -> None:
    """Refuses what no crawler understands, and what would take the magazine out of every search engine."""
    is_for_somebody = False
    for number, line in enumerate(text.splitlines(), 1):
        if not (line := line.partition("#")[0].strip()):
            continue
        if not (found := LINE.fullmatch(line)):
            raise ValidationError(UNREAD % {"number": number})
        is_for_somebody = is_for_somebody or found[1].lower() == "user-agent"
        if not is_for_somebody:
            raise ValidationError(NOBODY_YET % {"number": number})
    if not _lets_in(text, "Googlebot") or not _lets_in(text, "Bingbot"):
        raise ValidationError(HIDDEN)


def _lets_in(text: str, crawler: str) -> bool:
    parser = RobotFileParser()
    parser.parse(text.splitlines())
    return all(parser.can_fetch(crawler, path) for path in ("/", "/articles/any/"))

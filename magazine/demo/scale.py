"""A magazine that has grown for ten years: a million articles and all that goes with them, the same ones every time.

The smaller ones are the same magazine when it was younger: what is published in a day does not change with the scale.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise

from allauth.account.models import EmailAddress
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import DEMO_DOMAIN, User
from articles.models import Article, Byline, Category, Edition, Image, PictureUse, Stats, Tag, Tagging
from comments.models import Comment, Report
from reactions.days import correct_days
from reactions.models import DISLIKE, LIKE, Reaction, ViewDay

from .bulk import bulk_load, insert
from .words import Words

ARTICLES, COMMENTS, REACTIONS, USERS, IMAGES = 1_000_000, 5_000_000, 2_000_000, 200_000, 100_000
A_DAY = 274  # articles: a million in ten years
WRITERS, TAGS = 100, 300  # at every scale: a newsroom does not grow with its archive
PROLIFIC = 0.05  # of all articles are by one writer
FASHIONABLE = 0.1  # of all articles have one tag
BUSIEST = 0.002  # of all comments are below one article
VOTES = 0.4  # of all reactions are to comments
BATCH = 5000  # articles that are committed together
MARK = "scale-reader-"  # so begin the names of all who come from here

CATEGORY_WEIGHTS = [30, 25, 20, 10, 10, 5]
STATES = {"published": 970, "expired": 5, "scheduled": 2, "draft": 8, "in_review": 5, "archived": 10}
READ = {"published", "expired", "archived"}
COMMENT_STATUSES = {"visible": 985, "held": 5, "rejected": 5, "deleted": 5}
COMMENT_PACE = timedelta(minutes=40)  # the slowest
REPORTED = 3000  # one comment in so many
CORRECTED = 40  # one article in so many
FIRST_NAMES = ["Ada", "Bruno", "Chidi", "Dana", "Elif", "Farid", "Grace", "Hana", "Ivo", "Jun", "Kofi", "Lena"]
LAST_NAMES = ["Abara", "Berg", "Costa", "Dunn", "Eriksen", "Fontaine", "Gupta", "Haas", "Ito", "Jansen", "Kaya"]

COLUMNS: dict[type[models.Model], list[str]] = {
    Article: [
        *("id", "title", "slug", "lead", "body", "body_html", "body_text", "words", "category", "cover", "status"),
        *(
            "published_at",
            "expires_at",
            "created_at",
            "modified_at",
            "text_changed_at",
            "featured",
            "comments_open",
            "version",
        ),
        *("source_name", "source_url", "seo_title", "seo_description", "canonical_url"),
        *("tested_with", "vouched_at"),
    ],
    Stats: ["article", "views", "likes", "dislikes", "comments"],
    Edition: ["article", "told", "told_as", "published_at", "title", "lead", "body"],
    Tagging: ["article", "tag"],
    Byline: ["article", "author", "position"],
    PictureUse: ["article", "image", "place"],
    ViewDay: ["article", "day", "views"],
    Comment: [
        *("id", "article", "author", "parent", "root", "body", "body_html", "status", "score", "votes"),
        *("is_pinned", "is_picked", "created_at", "reply_count"),
    ],
    Report: ["comment", "reporter", "reason", "text", "created_at"],
    Reaction: ["article", "comment", "user", "visitor", "value", "created_at"],
}
USER_COLUMNS = [
    *("id", "username", "email", "display_name", "bio", "avatar", "website", "password", "date_joined"),
    *("is_active", "is_staff", "is_superuser"),
]
IMAGE_COLUMNS = [
    *("file", "alt", "caption", "credit", "licence", "focal_x", "focal_y", "width", "height", "renditions"),
    "created_at",
]


def has_scale() -> bool:
    return User.objects.filter(username__startswith=MARK).exists()


def load_scale(factor: float, *, progress: Callable[[int, int], None]) -> None:
    """Beside the demo, whose categories and pictures it shares; committed batch by batch, the days of charts last."""
    with bulk_load(Image, User, EmailAddress, Tag, *COLUMNS):
        growth = Growth(factor)
        for done in growth.load():
            progress(done, growth.articles)
    # Now that there are indexes: PostgreSQL uses none that is younger than a change, while an older query runs.
    Comment.objects.filter(votes__gt=0).rank()
    correct_days()


class Growth:
    """All that is made is drawn from one row of dice, so that it is the same every time."""

    def __init__(self, factor: float) -> None:
        self.dice, self.now = random.Random(20261126), timezone.now().astimezone(UTC).replace(tzinfo=None)
        self.words = Words(self.dice)
        self.rows: dict[type[models.Model], list[tuple]] = {model: [] for model in COLUMNS}
        self.articles, self.users, self.images = (round(count * factor) for count in (ARTICLES, USERS, IMAGES))
        self._share_out(round(COMMENTS * factor), round(REACTIONS * factor))
        self.first_article, self.comment = _last_key(Article) + 1, _last_key(Comment)
        self.first_user = _last_key(User) + 1
        self.categories = list(Category.objects.values_list("pk", flat=True)[: len(CATEGORY_WEIGHTS)])
        self.covers = list(Image.objects.values_list("pk", flat=True))

    def load(self) -> Iterator[int]:
        """Yields how many articles there are, after each batch."""
        with transaction.atomic():
            self._load_users()
            self._load_images()
            self._load_tags()
        for start in range(0, self.articles, BATCH):
            stop = min(start + BATCH, self.articles)
            for number in range(start, stop):
                self._add_article(number)
            with transaction.atomic():
                for model, rows in self.rows.items():
                    insert(model, COLUMNS[model], rows)
                    rows.clear()
            yield stop

    # how much of everything there is

    def _share_out(self, comments: int, reactions: int) -> None:
        """How many comments, votes on them, and reactions each article has; exactly as many together as asked for."""
        self.busiest = self.articles * 2 // 3
        self.states = self.dice.choices(list(STATES), list(STATES.values()), k=self.articles)
        self.states[self.busiest] = "published"
        self.comments = self._shares(comments - round(comments * BUSIEST))
        self.comments[self.busiest] += round(comments * BUSIEST)
        self.votes = _whole(count * reactions * VOTES / comments for count in self.comments)
        self.reactions = self._shares(reactions - sum(self.votes))

    def _shares(self, total: int) -> list[int]:
        """Most go to few, none to what nobody can have read."""
        drawn = [self.dice.expovariate(1) ** 2 * (state in READ) for state in self.states]
        together = sum(drawn)
        return _whole(share * total / together for share in drawn)

    # who and what is there first

    def _load_users(self) -> None:
        people, addresses = [], []
        for number in range(self.users):
            key, username = self.first_user + number, f"{MARK}{number}"
            name = f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {LAST_NAMES[number % len(LAST_NAMES)]} {number}"
            email = f"{username}@{DEMO_DOMAIN}"
            people.append((key, username, email, name, "", "", "", "!", str(self.now), True, False, False))
            addresses.append((key, email, True, True))
        insert(User, USER_COLUMNS, people)
        insert(EmailAddress, ["user", "email", "verified", "primary"], addresses)
        writers = min(WRITERS, self.users)
        self.writers = [self.first_user + number for number in range(writers)]
        self.writer_weights = _with_favourite(PROLIFIC, writers)

    def _load_images(self) -> None:
        """Many names for the demo's files."""
        rows = list(Image.objects.values_list(*IMAGE_COLUMNS[:-2]))
        insert(
            Image,
            IMAGE_COLUMNS,
            [
                (file, self.words.some(5), self.words.some(8), *row, "{}", str(self.now))
                for file, _, _, *row in (rows[number % len(rows)] for number in range(self.images))
            ],
        )

    def _load_tags(self) -> None:
        words = [word for word in self.words.known if not Tag.objects.filter(slug=f"{word}s").exists()][:TAGS]
        first = _last_key(Tag) + 1
        insert(Tag, ["id", "name", "slug"], [(first + n, f"{word}s", f"{word}s") for n, word in enumerate(words)])
        self.tags = [first + number for number in range(len(words))]
        self.tag_weights = _with_favourite(FASHIONABLE, len(words))

    # an article and what hangs on it

    def _add_article(self, number: int) -> None:
        dice, key, state = self.dice, self.first_article + number, self.states[number]
        at = self.now - timedelta(days=(self.articles - number - dice.random()) / A_DAY)
        cover = dice.choice(self.covers)
        article = self._article(key, state, at, cover)
        self.rows[Article].append((key, *article))
        if state == "published" and key % CORRECTED == 0:
            self._add_editions(key, article, at)
        self.rows[PictureUse].append((key, cover, PictureUse.Place.COVER.value))
        tags = set(dice.choices(self.tags, cum_weights=self.tag_weights, k=2))
        self.rows[Tagging] += [(key, tag) for tag in sorted(tags)]
        authors = dice.choices(self.writers, cum_weights=self.writer_weights, k=2 if key % 10 == 0 else 1)
        self.rows[Byline] += [(key, author, position) for position, author in enumerate(dict.fromkeys(authors))]
        likes, dislikes = self._add_reactions(key, self.reactions[number], at)
        comments = self._add_comments(key, self.comments[number], self.votes[number], at)
        views = self._add_views(key, at) if state in READ else 0
        self.rows[Stats].append((key, views, likes, dislikes, comments))

    def _article(self, key: int, state: str, at: datetime, cover: int) -> tuple:
        dice, title, (body, html, text) = self.dice, self.words.title(), self.words.text()
        status = "published" if state in ("expired", "scheduled") else state
        published_at = self.now + timedelta(days=dice.uniform(1, 30)) if state == "scheduled" else at
        is_out = status in ("published", "archived")
        tested_with = "Python 3.14\nDjango 6.1" if key % 5 == 0 else ""
        return (
            *(title, f"{slugify(title)[:100]}-{key}", self.words.lead(), body, html, text, text.count(" ") + 1),
            *(dice.choices(self.categories, CATEGORY_WEIGHTS)[0], cover, status),
            str(published_at) if is_out else None,
            str(at + (self.now - at) * 0.9) if state == "expired" else None,
            *(str(at), str(at), str(at), dice.random() < 0.01, True, 1, "", "", "", "", ""),
            *(tested_with, str(published_at) if tested_with and is_out else None),
        )

    def _add_editions(self, key: int, article: tuple, at: datetime) -> None:
        """As it appeared, with another lead, and as it was corrected an hour later."""
        title, _, lead, body, *_ = article
        self.rows[Edition] += [
            (key, "", "", str(at), title, title, body),
            (key, lead, Edition.As.CORRECTION.value, str(at + timedelta(hours=1)), title, lead, body),
        ]

    def _add_reactions(self, key: int, count: int, at: datetime) -> tuple[int, int]:
        """Every other one by an account; nobody twice."""
        dice, first, dislikes = self.dice, self.dice.randrange(self.users), 0
        for number in range(count):
            user = self._user(first + number) if number % 2 else None
            visitor = None if user else f"{dice.getrandbits(128):032x}"
            value = LIKE if dice.random() < 0.85 else DISLIKE
            dislikes += value == DISLIKE
            self.rows[Reaction].append((key, None, user, visitor, value, str(at + (self.now - at) * dice.random())))
        return count - dislikes, dislikes

    def _add_comments(self, key: int, count: int, votes: int, at: datetime) -> int:
        """Some begin a thread, the others answer one of the last ten; gives back how many are visible."""
        dice, first, visible = self.dice, self.comment + 1, 0
        roots: dict[int, int | None] = {}
        rows, below = [], Counter[int | None]()
        scores, voted = self._add_votes(first, count, votes, at)
        pace = (self.now - at) / (count + 1)
        for pk in range(first, first + count):
            parent = dice.randrange(max(first, pk - 10), pk) if pk > first and dice.random() < 0.5 else None
            root = roots[pk] = roots[parent] or parent if parent else None
            status = dice.choices(list(COMMENT_STATUSES), list(COMMENT_STATUSES.values()))[0]
            visible += status == "visible"
            below[root] += status == "visible"
            text, html = ("", "") if status == "deleted" else self.words.remark()
            author = self._user(int(self.users * dice.random() ** 2))  # some say more than others
            moment = str(at + min(pace, COMMENT_PACE) * (pk - first + 1))
            numbers = (scores[pk], voted[pk], False, False)
            rows.append((pk, key, author, parent, root, text, html, status, *numbers, moment))
            if pk % REPORTED == 0:
                self.rows[Report].append((pk, self.first_user, Report.Reason.SPAM.value, "", str(self.now)))
        self.rows[Comment] += [(*row, below[row[0]]) for row in rows]
        self.comment += count
        return visible

    def _add_votes(self, first: int, count: int, votes: int, at: datetime) -> tuple[Counter[int], Counter[int]]:
        """The scores and the numbers of votes by comment."""
        dice, voter = self.dice, self.dice.randrange(self.users)
        scores, voted = Counter[int](), Counter[int]()
        for number in range(votes):
            pk, value = first + dice.randrange(count), LIKE if dice.random() < 0.8 else DISLIKE
            scores[pk] += value
            voted[pk] += 1
            self.rows[Reaction].append((None, pk, self._user(voter + number), None, value, str(at)))
        return scores, voted

    def _add_views(self, key: int, at: datetime) -> int:
        """A rush in the first two days; a fifth of all that there is was read again in the last week."""
        today, days = self.now.date(), {at.date(): 200, at.date() + timedelta(days=1): 60}
        if key % 5 == 0:
            days.setdefault(today - timedelta(days=key // 5 % 7), 2)
        views = {day: 1 + int(self.dice.expovariate(1 / mean)) for day, mean in days.items() if day <= today}
        self.rows[ViewDay] += [(key, str(day), count) for day, count in views.items()]
        return sum(views.values())

    def _user(self, number: int) -> int:
        return self.first_user + number % self.users


def _last_key(model: type[models.Model]) -> int:
    return model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0


def _whole(shares: Iterable[float]) -> list[int]:
    """Whole numbers that have the same sum: what is cut off one is added to the next."""
    return [round(upto) - round(before) for before, upto in pairwise(accumulate(shares, initial=0))]


def _with_favourite(share: float, count: int) -> list[float]:
    """Weights, each added to those before: the first has this share, the others get less and less of the rest."""
    rest = [1 / place for place in range(2, count + 1)]
    return list(accumulate([share, *(weight * (1 - share) / sum(rest) for weight in rest)]))

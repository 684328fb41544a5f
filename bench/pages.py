"""Times every kind of page of the database that the settings name; prints JSON for `bench.growth`."""

import json
import os
import platform
import sys
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from types import SimpleNamespace

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "magazine.settings")
django.setup()

from django.conf import settings  # noqa: E402 (models exist only now)
from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from articles.models import Article, Byline, Category, Edition, Image, Stats, Tag, Tagging  # noqa: E402
from articles.models.article import ArticleQuerySet  # noqa: E402
from articles.models.listing import ListingQuerySet  # noqa: E402
from articles.views import PAGE_SIZE  # noqa: E402
from comments.admin.queues import QUEUES  # noqa: E402
from comments.models import Comment  # noqa: E402
from magazine.demo.scale import MARK  # noqa: E402
from pages.menus import frame  # noqa: E402
from purging.kept import memory  # noqa: E402
from sitesettings.models import site_settings  # noqa: E402

FAR = 5000  # the page, or the last one there is
AS_SERVED = {
    "DEBUG": False,  # or every query would be kept for looking at
    "ALLOWED_HOSTS": ["testserver"],
    "STORAGES": settings.STORAGES
    | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
}


def keep_frame() -> None:
    """What is around every page is known from here on, as in a process that has made one."""
    known = {"site settings": site_settings(), "frame": frame()}
    memory.set(SimpleNamespace(kept=lambda name, make, tags: known[name] if name in known else make()))


def main(repeat: int) -> None:
    with override_settings(**AS_SERVED):
        guest, editor = Client(), Client()
        # The demo's own administrator cannot sign in where DEBUG is off.
        chief = {"email": "bench@example.com", "is_staff": True, "is_superuser": True}
        editor.force_login(User.objects.get_or_create(username="bench", defaults=chief)[0])
        pages = {name: timed(guest, address, repeat) for name, address in addresses().items()}
        pages |= {f"desk: {name}": timed(editor, f"/admin/{path}", repeat) for name, path in desk().items()}
    version = f"{connection.display_name} {'.'.join(map(str, connection.get_database_version()))}"
    versions = f"{version}, Django {django.get_version()}, Python {platform.python_version()}"
    json.dump({"versions": versions, "articles": Article.objects.count(), "pages": pages}, sys.stdout)


def addresses() -> dict[str, str]:
    """Public pages. Tag, author and article are the busiest ones, and an article with twenty comments."""
    category = Category.objects.first()
    tagged = Tagging.objects.values("tag").annotate(count=Count("pk")).latest("count")
    tag = Tagging.objects.filter(tag=tagged["tag"]).first().tag
    writer = User.objects.get(username=f"{MARK}0")
    busiest = Stats.objects.select_related("article").latest("comments").article
    usual = Article.objects.published().filter(stats__comments=20).latest("pk")
    corrected = Edition.objects.select_related("article").exclude(told="").latest("pk")
    month = Article.objects.published().order_by("-published_at")[500].published_at
    lists: dict[str, tuple[Category | Tag | User, ArticleQuerySet | ListingQuerySet]] = {
        "category": (category, Article.objects.in_category(category)),
        "tag": (tag, tag.taggings.all()),
        "author": (writer, Byline.objects.filter(author=writer)),
    }
    pages = {"home": "/"}
    for name, (place, rows) in lists.items():
        last = min(FAR, rows.published().count() // PAGE_SIZE)
        pages |= {name: place.get_absolute_url(), f"{name}, far page": f"{place.get_absolute_url()}?page={last}"}
    rare = "+".join(busiest.title.split()[:2])  # finds one
    root = Comment.objects.visible().filter(article=busiest, parent=None).order_by("pk")[0]
    return pages | {
        "most read, 24 hours": "/most-read/?period=24h",
        "most read, 30 days": "/most-read/?period=30d",
        "archive month": f"/archive/{month.year}/{month.month:02}/",
        "article, 20 comments": usual.get_absolute_url(),
        "article, most comments": busiest.get_absolute_url(),
        "its second page of comments": f"{busiest.get_absolute_url()}?page=2" if has_second(busiest) else "/",
        "its best comments": f"{busiest.get_absolute_url()}?order=best",
        "its most replied comments": f"{busiest.get_absolute_url()}?order=replies",
        "comment permalink": f"/comments/{usual.comments.visible().latest('pk').pk}/",
        "comment permalink, oldest of most": f"/comments/{root.pk}/",
        "comment permalink, among the best": f"/comments/{root.pk}/?order=best",
        "search: one article": f"/search/?q={rare}",
        "search: usual word": "/search/?q=battery",
        "search: common word": "/search/?q=one",
        "search: two words": "/search/?q=one+time",
        "search: rare and common": f"/search/?q={rare}+one",
        "search: nothing": "/search/?q=xyzzyplugh",
        "feed": "/feeds/rss.xml",
        "feed, twentieth page": "/feeds/rss.xml?page=20",
        "feed of a tag": f"{tag.get_absolute_url()}feed/",
        "feed of an author": f"{writer.get_absolute_url()}feed/",
        "feed of a search": "/search/feed/?q=battery",
        "feed of all comments": "/feeds/comments/rss.xml",
        "feed of most comments": f"{busiest.get_absolute_url()}comments/feed/",
        "article, its public history": f"{corrected.article.get_absolute_url()}history/",
        "article, what changed": f"{corrected.article.get_absolute_url()}history/{corrected.pk}/",
        "article as Markdown": f"/articles/{usual.slug}.md",
        "llms.txt": "/llms.txt",
        "sitemap index": "/sitemap.xml",
        "sitemap part": "/sitemap-articles.xml",
        "sitemap of listings": "/sitemap-listings.xml",
        "news sitemap": "/news-sitemap.xml",
    }


def has_second(article: Article) -> bool:
    return article.comments.visible().filter(parent=None).count() > 20


def desk() -> dict[str, str]:
    newest = Article.objects.latest("pk")
    article, name = "articles/article/", "+".join(newest.title.split()[:2])
    return {
        "newsroom": "",
        "statistics, 24 hours": "statistics/?period=24h",
        "statistics, 30 days": "statistics/?period=30d",
        "calendar": "calendar/",
        "freshness": "freshness/",
        "articles, stale drafts": f"{article}?state=stale",
        "statistics of a category": f"statistics/categories/{Category.objects.first().slug}/",
        "statistics of an author": f"statistics/authors/{MARK}0/",
        "statistics of an article": f"statistics/articles/{Article.objects.latest('pk').pk}/",
        "articles": article,
        "articles, far page": f"{article}?p=20",
        "articles, search": f"{article}?q={name}",
        "articles, search common word": f"{article}?q=one",
        "articles, published": f"{article}?state=live",
        "articles, drafts": f"{article}?state=draft",
        "articles, with changes": f"{article}?state=changed",
        "articles, expired": f"{article}?state=expired",
        "articles, of an author": f"{article}?author={MARK}0",
        "articles, of a category": f"{article}?category__id__exact={Category.objects.first().pk}",
        "articles, by views": f"{article}?o=-6",
        "articles, by date": f"{article}?o=-5",
        "articles, featured": f"{article}?featured__exact=1",
        "articles, this month": f"{article}?published_at__gte={timezone.now():%Y-%m-01}+00:00:00%2B00:00",
        "article, to write": f"{article}{newest.pk}/change/",
        "article, its history": f"{article}{newest.pk}/history/",
        "article, its public history": f"{article}{newest.pk}/history/public/",
        "comments": "comments/comment/",
        "comments, search": "comments/comment/?q=battery",
        "comments, search of a person": f"comments/comment/?q={MARK}7",
        **{f"comments, {queue}": f"comments/comment/?queue={queue}" for queue in QUEUES},
        "comments, recent of an article": f"comments/comment/?queue=recent&article={newest.pk}",
        "comments, a person": f"comments/comment/people/{Comment.objects.latest('pk').author_id}/",
        "corrections": "corrections/correction/",
        "corrections, all": "corrections/correction/?state=all",
        "decisions": "comments/moderationentry/",
        "reports": "comments/report/",
        "users": "accounts/user/",
        "users, search": f"accounts/user/?q={MARK}7",
        "users, staff": "accounts/user/?is_staff__exact=1",
        "users, group": "accounts/user/?groups__id__exact=1",
        "pictures": "articles/image/",
        "pictures, search": "articles/image/?q=with",
        "pictures, undescribed": "articles/image/?state=undescribed",
        "pictures, unused": "articles/image/?state=unused",
        "pictures, of a licence": "articles/image/?licence=CC0",
        "pictures, this year": f"articles/image/?added={timezone.now():%Y}",
        "pictures, by name": "articles/image/?sort=name",
        "picture": f"articles/image/{Image.objects.latest('pk').pk}/change/",
        "library": "articles/image/library/",
        "categories": "articles/category/",
        "tags": "articles/tag/",
    }


def timed(client: Client, address: str, repeat: int) -> tuple[float, float, int]:
    """Wall and CPU time in milliseconds, medians without the first request; and the bytes of the page.

    PostgreSQL's own CPU time is told in steps too large for one request, so its mean is added.
    """
    walls, cpus, size, before = [], [], 0, 0.0
    for number in range(repeat + 1):
        if number == 1:
            before = database_cpu()
        cache.clear()
        wall, cpu = perf_counter(), process_time()
        response = client.get(address)
        size = len(response.getvalue())
        walls.append(perf_counter() - wall)
        cpus.append(process_time() - cpu)
        if response.status_code != (302 if address.startswith("/comments/") else 200):
            raise SystemExit(f"{address} answered {response.status_code}.")
    database = (database_cpu() - before) / repeat
    return 1000 * median(walls[1:]), 1000 * (median(cpus[1:]) + database), size


def database_cpu() -> float:
    """Seconds used by this database's PostgreSQL processes on this machine, without those that came and went."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        stats = [Path(f"/proc/{pid}/stat") for (pid,) in cursor.fetchall()]
    ticks = [stat.read_text().rpartition(")")[2].split()[11:13] for stat in stats if stat.exists()]
    return sum(int(user) + int(system) for user, system in ticks) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main(int(sys.argv[1]))

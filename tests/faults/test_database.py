"""PostgreSQL is stopped or killed: readers keep what was kept, everybody else is told, and all comes back by itself."""

import time

import pytest

from tests.magazine.servers import until

from .magazines import STORIES, THREADS, WORKERS

KEPT = ["/", *(f"/articles/story-{number}/" for number in range(STORIES // 2)), "/categories/technologies/"]
WAIT = 5  # seconds that a request waits for a connection; no kept page does
FIRST_WAIT = 7  # seconds in which the outage is noticed


def read_all(magazine):
    """Every kept page so often that each worker was asked for it."""
    with magazine.crowd() as crowd:
        return list(crowd.map(magazine.read, KEPT * 4 * WORKERS))


def read_among_strangers(magazine):
    """The same while more people than there are threads ask for what nobody has kept."""
    with magazine.crowd() as crowd:
        strangers = [crowd.submit(magazine.read, f"/nowhere/{number}/") for number in range(2 * WORKERS * THREADS)]
        pages = read_all(magazine)
    return pages, [stranger.result() for stranger in strangers]


def posts_slowly(reader, body):
    """Again only when a worker would look again; and who posts all the time is held up."""
    done = reader.post("/articles/story-1/comments/", body=body).is_acknowledged
    if not done:
        time.sleep(FIRST_WAIT)
    return done


@pytest.mark.parametrize("fault", ["stop", "kill"])
def test_outage_of_postgresql(on_postgresql, cluster, fault, record):
    magazine = on_postgresql
    reader = magazine.signed_in("reader0")
    assert {page.status for page in read_all(magazine)} == {200}
    cluster.kill() if fault == "kill" else cluster.stop("fast")
    away = time.monotonic()

    pages, first = read_among_strangers(magazine)
    assert {page.status for page in pages} == {200}
    assert {page.status for page in first} == {503}
    record(f"{fault}: slowest kept page right after", max(page.seconds for page in pages))

    until(lambda: time.monotonic() - away > FIRST_WAIT)
    pages, later = read_among_strangers(magazine)
    assert all(page.status == 200 and page.comes_from_cache for page in pages)
    assert max(page.seconds for page in pages) < WAIT
    record(f"{fault}: slowest kept page later", max(page.seconds for page in pages))
    record(f"{fault}: slowest 503 later", max(page.seconds for page in later))

    comment = reader.post("/articles/story-1/comments/", body="Half an hour of work")
    assert (comment.status, comment.headers["Retry-After"]) == (503, "30")
    assert comment.typed == ["Half an hour of work"]
    assert "We will be back in a moment" in comment.text
    assert magazine.read("/healthz").status == 200
    ready = magazine.read("/readyz")
    assert (ready.status, ready.text.splitlines()[:2]) == (503, ["not ready", "database problem"])

    cluster.start()
    back = time.monotonic()
    cluster.ask("UPDATE articles_article SET title = 'Changed meanwhile' WHERE slug = 'story-2'")
    cluster.ask(
        "INSERT INTO purging_purge (tags, gone) SELECT 'article-' || id || ' card-' || id, false FROM articles_article"
    )
    until(lambda: magazine.read("/articles/story-11/?order=oldest").status == 200)
    record(f"{fault}: recovered after", time.monotonic() - back)
    until(lambda: all(magazine.read("/readyz").status == 200 for _ in range(8)))
    until(lambda: posts_slowly(reader, f"It is back from {fault}"))
    until(lambda: all("Changed meanwhile" in magazine.read("/articles/story-2/").text for _ in range(8)))
    posted = time.monotonic()
    until(lambda: all(f"It is back from {fault}" in magazine.read("/articles/story-1/").text for _ in range(8)))
    assert time.monotonic() - posted < 30  # heard by every worker, and not only because a page ends after a minute
    assert magazine.read("/readyz").status == 200
    magazine.manage("recount", "--check")

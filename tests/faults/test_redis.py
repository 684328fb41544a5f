"""Redis is stopped and started again: nobody but the operator notices."""

import re

from tests.magazine.servers import redis, until

from .magazines import WORKERS

SAID = re.compile(r"cache (ok|problem)")
DRAFTS_A_MINUTE = 30  # that one address may send, as the settings say


def views(magazine) -> int:
    return magazine.ask("SELECT sum(views) FROM articles_stats")


def verdicts(magazine) -> set:
    """What the workers say, all of them."""
    answers = [magazine.read("/readyz") for _ in range(4 * WORKERS)]
    return {(answer.status, answer.text.split("\n")[0], SAID.search(answer.text)[0]) for answer in answers}


def test_outage_of_redis(make_magazine, tmp_path):
    with redis() as server:
        magazine = make_magazine(tmp_path, CACHE_URL=f"redis://127.0.0.1:{server.port}/0")
        reader, stranger = magazine.signed_in("reader0"), magazine.browser("10.0.0.99")
        assert verdicts(magazine) == {(200, "ready", "cache ok")}
        server.stop()
        until(lambda: verdicts(magazine) == {(200, "degraded", "cache problem")})
        assert reader.get("/articles/story-0/").status == 200
        assert reader.post("/articles/story-0/comments/", body="Who needs Redis?").is_acknowledged
        for number in range(10):
            assert magazine.browser(f"10.0.1.{number}").post("/articles/story-0/views/").status == 204
        until(lambda: views(magazine) == 10)

        tries = (stranger.post("/articles/story-0/comments/", body="Let me in").status for _ in range(1000))
        allowed = next(number for number, status in enumerate(tries) if status == 429)
        assert DRAFTS_A_MINUTE <= allowed <= WORKERS * DRAFTS_A_MINUTE

        server.start()
        until(lambda: verdicts(magazine) == {(200, "ready", "cache ok")})
    magazine.manage("recount", "--check")

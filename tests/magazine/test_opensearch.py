"""OpenSearch under the real server: told by its process, searched by it, and away."""

from opensearchpy import OpenSearch

from tests.services import osmem

from .servers import get, serve, until


def test_process_of_the_magazine_tells_opensearch_and_goes_on_without_it(magazine):
    with osmem() as server:
        settings = {"OPENSEARCH_URL": f"{server.url}/mag"}
        assert magazine.manage("migrate", "-v0", **settings).returncode == 0
        with serve(magazine.folder, **magazine.variables, **settings) as (site, _):
            told = OpenSearch(hosts=[server.url])
            until(lambda: told.indices.exists_alias(name="mag-articles-1-told,mag-comments-1-told"))
            assert told.count(index="mag-articles-1-told")["count"] == 1
            assert "ok    search index" in magazine.manage("doctor", **settings).stdout
            assert "<mark>Chips</mark></a>" in get(f"{site}/search/?q=chips").text
            assert "away" not in (magazine.folder / "server.log").read_text()
            server.close()
            assert "<mark>Chips</mark></a>" in get(f"{site}/search/?q=chips+").text
            assert "OpenSearch is away" in (magazine.folder / "server.log").read_text()

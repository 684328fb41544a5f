"""The rich editor under the strict Content-Security-Policy."""

import base64
import hashlib
import re
from pathlib import Path

from django.contrib.staticfiles import finders

from articles.editor import STYLE_HASH
from markup.code import LANGUAGES
from tests.factories import make_article

ADD = "/admin/articles/article/add/"


def test_hash_in_the_policy_is_that_of_the_installed_editors_style():
    script = Path(finders.find("django_prose_editor/editor.js")).read_text()
    styles = re.findall(r"`(\.ProseMirror \{.*?)`", script, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() for style in styles]
    assert [f"'sha256-{digest}'" for digest in hashes] == [STYLE_HASH]


def test_only_the_article_form_allows_a_nonce_and_the_editors_style(client, editor):
    client.force_login(editor)
    policy = client.get(ADD).headers["Content-Security-Policy"]
    assert re.search(r"script-src 'self' 'nonce-[\w-]{20,}';", policy)
    assert f"style-src 'self' {STYLE_HASH};" in policy
    assert "unsafe" not in policy
    for path in ["/admin/", "/admin/articles/article/", "/admin/articles/image/add/"]:
        policy = client.get(path).headers["Content-Security-Policy"]
        assert "nonce" not in policy
        assert "sha256" not in policy


def test_nonce_is_new_on_every_page_and_the_page_is_not_kept(client, editor):
    client.force_login(editor)
    pages = [client.get(ADD) for _ in range(2)]
    nonces = [re.search(r"nonce-([\w-]+)", page.headers["Content-Security-Policy"])[1] for page in pages]
    assert nonces[0] != nonces[1]
    assert f'<script type="importmap" nonce="{nonces[0]}">' in pages[0].content.decode()
    assert "private" in pages[0].headers["Cache-Control"] or "no-store" in pages[0].headers["Cache-Control"]


def test_nothing_is_inline_but_the_import_map(client, editor):
    article = make_article(status="draft")
    client.force_login(editor)
    for path in [ADD, f"/admin/articles/article/{article.pk}/change/", "/admin/", "/admin/articles/article/"]:
        page = client.get(path).content.decode()
        inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", page)
        assert all('type="importmap"' in tag or 'type="application/json"' in tag for tag in inline)  # the one is data
        assert not re.search(r"<style|\sstyle=|\son\w+=", page)


def test_desk_offers_the_languages_that_are_coloured():
    source = Path(finders.find("admin-desk/code-with-language.js")).read_text()
    offered = re.search(r"LANGUAGES = \[(.*?)\]", source, re.DOTALL)[1]
    assert set(re.findall(r'"(\w+)"', offered)) == LANGUAGES

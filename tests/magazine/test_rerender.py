"""Everything is rendered again when the rules have changed."""

from django.core.management import call_command

from articles.models import Article
from comments.models import Comment
from tests.factories import make_article, make_comment


def test_body_of_before_gets_what_there_is_now(db):
    article = make_article()
    Article.objects.update(body="<p>https://youtu.be/dQw4w9WgXcQ</p>", body_html="old", body_text="old")
    call_command("rerender")
    article.refresh_from_db()
    assert article.body.startswith('<figure class="embed"><a href="https://youtu.be/dQw4w9WgXcQ"')
    assert "data-load" in article.body_html
    assert article.body_text == "https://youtu.be/dQw4w9WgXcQ"


def test_stored_html_follows_the_rules_of_today(db, capsys):
    article, comment = make_article(body="<h2>Chips</h2>"), make_comment(body="*So* good")
    gone = make_comment()
    gone.delete_by_author()
    modified_at = article.modified_at
    Article.objects.update(body='<h2 onclick="x()">Chips</h2>', body_html="old", words=99)
    Comment.objects.exclude(pk=gone.pk).update(body_html="old")
    call_command("rerender")
    article.refresh_from_db()
    comment.refresh_from_db()
    gone.refresh_from_db()
    assert (article.body, article.body_html) == ("<h2>Chips</h2>", '<h2 id="chips">Chips</h2>')
    assert (article.words, article.modified_at) == (1, modified_at)
    assert comment.body_html == "<p><em>So</em> good</p>\n"
    assert gone.body_html == ""
    assert capsys.readouterr().out == "3 articles, 4 pages and 1 comments rendered.\n"

from django.core.management.base import BaseCommand

from articles.models import Article
from comments.models import Comment
from pages.models import Page
from purging.log import EVERYTHING, purge

BATCH = 200


class Command(BaseCommand):
    help = "Clean and render all texts again, after the rules in markup/ or the highlighter have changed."

    def handle(self, **options) -> None:
        articles = self._each(Article.objects.all(), ["body", "body_html", "body_text", "words"])
        comments = self._each(Comment.objects.exclude(body=""), ["body_html"])
        pages = self._each(Page.objects.all(), ["body", "body_html"])
        purge(EVERYTHING)
        self.stdout.write(f"{articles} articles, {pages} pages and {comments} comments rendered.")

    @staticmethod
    def _each(rows, fields: list[str]) -> int:
        """Nothing is written over what was saved meanwhile: that save has rendered it."""
        count = 0
        for row in rows.order_by("pk").iterator(BATCH):
            written = row.body
            row.render()
            same = rows.filter(pk=row.pk, body=written)
            count += same.update(**{name: getattr(row, name) for name in fields})
        return count

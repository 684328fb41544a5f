from django.contrib import admin
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_lazy

from articles import admin as desk
from articles.admin.desk import EditorsPage
from articles.models import Article

from .engines import engine
from .models import DAYS_SHOWN, Unanswered
from .words import Query

admin.site.unregister(Article)


@admin.register(Article)
class ArticleAdmin(desk.ArticleAdmin):
    """The desk finds what readers find, beside parts of words in what is new."""

    search_help_text = gettext_lazy("Words of the article, or any part of a recent headline, lead or address.")

    def find(self, queryset: QuerySet, term: str) -> QuerySet:
        return queryset.filter(pk__in=engine(connection).newest(Query.of(term).terms, []))


@admin.register(Unanswered)
class UnansweredAdmin(EditorsPage):
    """What readers look for and the magazine does not have."""

    def page(self, request: HttpRequest) -> HttpResponse:
        searches = Unanswered.objects.most_asked()
        return self.show(request, gettext("Searches without results"), searches=searches, days=DAYS_SHOWN)

from django.urls import path

from articles.urls import listing_feeds

from . import feeds, views

app_name = "search"
urlpatterns = [
    path("search/", views.search, name="search"),
    *listing_feeds("search/", feeds.found, "search"),
]

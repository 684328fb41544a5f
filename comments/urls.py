from django.urls import path

from articles.urls import listing_feeds

from . import feeds, mine, views

app_name = "comments"
urlpatterns = [
    path("articles/<slug:slug>/comments/", views.create, name="create"),
    path("articles/<slug:slug>/comments/newest/", views.newest, name="newest"),
    path("articles/<slug:slug>/comments/names/", views.names, name="names"),
    *listing_feeds("articles/<slug:slug>/comments/", feeds.discussion, "discussion"),
    # of all articles
    path("feeds/comments/rss.xml", feeds.site, {"kind": "rss"}, name="feed-rss"),
    path("feeds/comments/atom.xml", feeds.site, {"kind": "atom"}, name="feed-atom"),
    path("feeds/comments/feed.json", feeds.site, {"kind": "json"}, name="feed-json"),
    # of one person
    path("notifications/", mine.notices, name="notices"),
    path("notifications/stop/<str:token>/", mine.stop_mail, name="stop-mail"),
    path("comments/mine/", mine.mine, name="mine"),
    # one comment
    path("comments/<int:pk>/", views.permalink, name="permalink"),
    path("comments/<int:pk>/replies/", views.replies, name="replies"),
    path("comments/<int:pk>/edit/", views.edit, name="edit"),
    path("comments/<int:pk>/delete/", views.delete, name="delete"),
    path("comments/<int:pk>/correct/", mine.correct, name="correct"),
    path("comments/<int:pk>/appeal/", mine.appeal, name="appeal"),
    path("comments/<int:pk>/report/", views.report, name="report"),
    path("comments/<int:pk>/hide/", views.hide, name="hide"),
    path("comments/<int:pk>/restore/", views.restore, name="restore"),
    *(path(f"comments/<int:pk>/{verb}/", views.mark, {"verb": verb}, name=verb) for verb in views.MARKS),
    path("comments/<int:pk>/history/", views.history, name="history"),
]

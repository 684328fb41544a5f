from django.urls import path

from . import mine, views

app_name = "comments"
urlpatterns = [
    path("articles/<slug:slug>/comments/", views.create, name="create"),
    path("articles/<slug:slug>/comments/newest/", views.newest, name="newest"),
    path("articles/<slug:slug>/comments/names/", views.names, name="names"),
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

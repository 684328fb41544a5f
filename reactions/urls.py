from django.urls import path

from . import views

app_name = "reactions"
urlpatterns = [
    path("most-read/", views.most_read_page, name="most-read"),
    path("articles/<slug:slug>/reactions/", views.react, name="react"),
    path("articles/<slug:slug>/reactions/reason/", views.give_reason, name="give-reason"),
    path("articles/<slug:slug>/views/", views.count_view, name="count-view"),
    path("comments/<int:pk>/vote/", views.vote, name="vote"),
]

from django.urls import path

from . import views

app_name = "reading"
urlpatterns = [
    path("articles/<slug:slug>/save/", views.save, name="save"),
    path("saved/", views.saved, name="saved"),
    path("saved/bring/", views.bring, name="bring"),
    path("history/", views.history, name="history"),
    path("history/clear/", views.clear, name="clear"),
    path("history/keep/", views.keep_history, name="keep-history"),
    path("history/<slug:slug>/forget/", views.forget, name="forget"),
]

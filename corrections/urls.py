from django.urls import path

from . import views

app_name = "corrections"
urlpatterns = [
    path("corrections/<slug:slug>/", views.report, name="report"),
    path("articles/<slug:slug>/outdated/", views.mark, name="mark"),
    path("accounts/corrections/", views.mine, name="mine"),
]

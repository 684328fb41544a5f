from django.urls import path

from . import views

app_name = "corrections"
urlpatterns = [
    path("articles/<slug:slug>/corrections/", views.report, name="report"),
    path("accounts/corrections/", views.mine, name="mine"),
]

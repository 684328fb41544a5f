from django.urls import path

from . import views

app_name = "offline"
urlpatterns = [
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("icons/<slug:version>/<slug:kind>.png", views.icon, name="icon"),
    path("sw.js", views.worker, name="worker"),
    path("offline/", views.unreachable, name="unreachable"),
]

"""The site map: every address of the magazine."""

from django.contrib import admin
from django.urls import include, path

from pages import views as pages

from . import media, views

urlpatterns = [
    path("", include("articles.urls")),
    path("", include("comments.urls")),
    path("", include("corrections.urls")),
    path("", include("reactions.urls")),
    path("", include("reading.urls")),
    path("", include("following.urls")),
    path("", include("search.urls")),
    path("", include("pages.urls")),
    path("", include("sitesettings.urls")),
    path("", include("offline.urls")),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    # the site itself
    path("how-we-count/", pages.how_we_count, name="how-we-count"),
    path("theme/", views.theme, name="theme"),
    # operations
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics, name="metrics"),
    path("media/<path:name>", media.serve, name="media"),
]

handler400 = "magazine.errors.bad_request"
handler403 = "magazine.errors.permission_denied"
handler404 = "magazine.errors.page_not_found"
handler500 = "magazine.errors.server_error"

from django.urls import path

from . import views

app_name = "pages"
urlpatterns = [
    path("pages/<slug:slug>/", views.detail, name="detail"),
    path("sitemap-pages.xml", views.sitemap, name="sitemap"),
]

from django.urls import path

from . import mine, views

app_name = "following"
urlpatterns = [
    path("categories/<slug:key>/follow/", views.follow, {"kind": "category"}, name="follow-category"),
    path("tags/<slug:key>/follow/", views.follow, {"kind": "tag"}, name="follow-tag"),
    path("authors/<str:key>/follow/", views.follow, {"kind": "author"}, name="follow-author"),
    path("following/sent/", views.sent, name="sent"),
    path("following/confirm/<str:token>/", views.confirm, name="confirm"),
    # what somebody follows: of who has signed in …
    path("following/", mine.mine, name="mine"),
    path("following/rhythm/", mine.rhythm, name="rhythm"),
    path("following/remove/<int:pk>/", mine.remove, name="remove"),
    # … and of who has a link
    path("following/link/", views.link, name="link"),
    path("following/by-link/<str:token>/", mine.mine, name="manage"),
    path("following/by-link/<str:token>/rhythm/", mine.rhythm, name="manage-rhythm"),
    path("following/by-link/<str:token>/remove/<int:pk>/", mine.remove, name="manage-remove"),
    path("following/stop/<str:token>/", mine.stop, name="stop"),
]

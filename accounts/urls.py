from django.urls import path

from . import data_views, elsewhere, views

app_name = "accounts"
urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("signup/again/", views.start_over, name="start-over"),
    path("sessions/<int:pk>/end/", views.end_session, name="end-session"),
    path("ignored/", views.ignored, name="ignored"),
    path("ignored/<str:username>/add/", views.ignore, name="ignore"),
    path("ignored/<str:username>/remove/", views.stop_ignoring, name="stop-ignoring"),
    path("data/", data_views.data, name="data"),
    path("data/export/", data_views.ask_for_export, name="ask-for-export"),
    path("data/<int:pk>/", data_views.download, name="download"),
    path("leave/", data_views.leave_view, name="leave"),
    path("with/<slug:provider>/", elsewhere.leave_for, name="leave-for"),
    # in place of allauth's, under the names that allauth gives them
    path("signup/", views.SignupView.as_view(), name="signup"),
    path("confirm-email/", views.ConfirmEmailView.as_view(), name="confirm-email"),
]

from django.urls import path

from . import elsewhere, views

app_name = "accounts"
urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("signup/again/", views.start_over, name="start-over"),
    path("with/<slug:provider>/", elsewhere.leave_for, name="leave-for"),
    # in place of allauth's, under the names that allauth gives them
    path("signup/", views.SignupView.as_view(), name="signup"),
    path("confirm-email/", views.ConfirmEmailView.as_view(), name="confirm-email"),
]

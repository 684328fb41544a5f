from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("signup/again/", views.start_over, name="start-over"),
    # in place of allauth's, under the names that allauth gives them
    path("signup/", views.SignupView.as_view(), name="signup"),
    path("confirm-email/", views.ConfirmEmailView.as_view(), name="confirm-email"),
]

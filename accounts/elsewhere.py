"""Signing in with an account that somebody has elsewhere, where the environment names the place."""

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.forms import SignupForm
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from requests import RequestException

from . import forms


class SocialAdapter(DefaultSocialAccountAdapter):
    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": _("An account goes by this address already. Sign in to it, then connect %s on its page."),
        "no_password": _("Choose a password first, or you could not sign in any more."),
        "no_verified_email": _("Confirm an e-mail address first, or you could not sign in any more."),
        "connected_other": _("This account is connected with another one here."),
    }

    def list_apps(self, request: HttpRequest, provider=None, client_id=None) -> list[SocialApp]:
        """Those of the environment; without any, no sign-in page asks the database."""
        return super().list_apps(None, provider, client_id) if settings.SOCIALACCOUNT_PROVIDERS else []

    def get_app(self, request: HttpRequest, provider: str, client_id=None) -> SocialApp:
        try:
            return super().get_app(request, provider, client_id)
        except SocialApp.DoesNotExist as error:
            raise Http404 from error


class SocialSignupForm(forms.Labelled, SignupForm):
    labels = forms.SignupForm.labels
    help_texts = forms.SignupForm.help_texts


@require_POST
def leave_for(request: HttpRequest, provider: str) -> HttpResponse:
    """Where people go by their own click: a page that leads there, as no form of ours may be sent to another host."""
    there = get_adapter(request).get_provider(request, provider)
    view = resolve(there.get_login_url(request))
    try:
        response = view.func(request, *view.args, **view.kwargs)
    except RequestException:
        return render(request, "socialaccount/authentication_error.html", status=503)
    if response.status_code != 302:
        return response
    return render(request, "socialaccount/leaving.html", {"address": response.url, "place": there.name})


def places(request: HttpRequest) -> list:
    """Where people may sign in with an account that they have."""
    return get_adapter(request).list_providers(request)


def place_name(account: SocialAccount) -> str:
    """Also of one that the environment no longer names."""
    app = next(iter(get_adapter().list_apps(None, account.provider)), None)
    return app.name if app and app.name else account.provider.title()

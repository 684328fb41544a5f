import regex
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.desk import DeskAdmin
from sitesettings.forms import Versioned

from ..judging import is_expression
from ..models import ModerationRules


class RulesForm(Versioned, forms.ModelForm):
    class Meta:
        model = ModerationRules
        fields = [
            *("hold_everything", "first_comments", "most_links", "held_words", "hold_repeated"),
            *("burst_count", "burst_minutes", "hold_spam", "reports_to_hold"),
        ]
        widgets = {"held_words": forms.Textarea(attrs={"rows": 8, "spellcheck": "false"})}

    def clean_held_words(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["held_words"].splitlines() if line.strip()]
        for line in filter(is_expression, lines):
            try:
                regex.compile(line[1:-1], regex.IGNORECASE)
            except regex.error as error:
                raise ValidationError(
                    _("%(line)s is no regular expression: %(error)s.") % {"line": line, "error": error}
                ) from error
        return "\n".join(dict.fromkeys(lines))


@admin.register(ModerationRules)
class ModerationRulesAdmin(DeskAdmin):
    """One page; its history says who changed what."""

    form = RulesForm
    fieldsets = [
        (
            gettext_lazy("Who waits"),
            {"fields": ["hold_everything", "first_comments", ("burst_count", "burst_minutes")]},
        ),
        (gettext_lazy("What waits"), {"fields": ["most_links", "hold_repeated", "hold_spam", "held_words"]}),
        (gettext_lazy("Reports"), {"fields": ["reports_to_hold"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ModerationRules | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:comments_moderationrules_change", args=[ModerationRules.ONLY]))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> ModerationRules | None:
        """As shipped as long as nobody has saved others; locked while they are being saved."""
        if object_id != str(ModerationRules.ONLY):
            return None
        rows = ModerationRules.objects.all()
        is_saving = request.method == "POST" and transaction.get_connection().in_atomic_block
        return (rows.select_for_update() if is_saving else rows).first() or ModerationRules()

    def save_model(self, request: HttpRequest, obj: ModerationRules, form: RulesForm, change: bool) -> None:
        obj.version += 1
        obj.save()

    def response_change(self, request: HttpRequest, obj: ModerationRules) -> HttpResponse:
        self.message_user(request, _("Saved. The rules hold for every comment from now on."), messages.SUCCESS)
        return HttpResponseRedirect(request.path)

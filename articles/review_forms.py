"""What is asked of those who talk about an article and decide about it."""

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .forms import MomentField
from .models import Article, Note, Submission

# Django asks each backend for itself; rights are what its own one knows.
RIGHTS = "django.contrib.auth.backends.ModelBackend"


class NoteForm(forms.ModelForm):
    class Meta:
        model = Note
        fields = ["body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 3, "aria-describedby": "note-help"})}


class SubmitForm(forms.ModelForm):
    class Meta:
        model = Submission
        fields = ["reviewer", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        labels = {"reviewer": gettext_lazy("Who should read it?"), "note": gettext_lazy("A word to them (optional)")}

    def __init__(self, *args, by, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        editors = get_user_model().objects.with_perm("articles.publish_article", backend=RIGHTS)
        self.fields["reviewer"] = forms.ModelChoiceField(
            editors.filter(is_staff=True).exclude(pk=by.pk).order_by("display_name", "username"),
            required=False,
            label=_("Who should read it?"),
            empty_label=_("Any editor"),
        )


class SendBackForm(forms.ModelForm):
    class Meta:
        model = Submission
        fields = ["comment"]
        widgets = {"comment": forms.Textarea(attrs={"rows": 3})}
        labels = {"comment": gettext_lazy("What should change?")}
        error_messages = {"comment": {"required": gettext_lazy("Please say what should change, or nobody will know.")}}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comment"].required = True


class ApproveForm(forms.Form):
    """For one article; `seen` is the number of the text that the editor has read."""

    at = MomentField(required=False, label=gettext_lazy("Publish at"))
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, article: Article, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.article = article
        self.initial = {"seen": article.newest_version}
        zone = timezone.get_current_timezone_name()
        self.fields["at"].help_text = _("Empty: now. Time zone: %(zone)s.") % {"zone": zone}

    def clean_at(self):
        at = self.cleaned_data["at"]
        if at and at <= timezone.now():
            raise ValidationError(_("This moment has passed. Leave it empty to publish now."))
        return at

    def clean(self) -> dict:
        cleaned, article = super().clean(), self.article
        starts = cleaned.get("at") or article.published_at or timezone.now()
        if article.expires_at and article.expires_at <= starts:
            raise ValidationError(_("It would expire before it is published. Change the dates at the writing desk."))
        if not article.newest_content["body"]:
            raise ValidationError(_("There is no text in it yet."))
        return cleaned

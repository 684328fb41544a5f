from math import ceil

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import pluralize
from django.utils import timezone

import markup
from accounts.models import User

from .models import FLOOD_COUNT, FLOOD_WINDOW, MAX_LENGTH, Appeal, Comment, Reason, Report, Sanction
from .traps import robot_signs


class MarkdownField(forms.CharField):
    """The words of a comment. No `maxlength` in the browser: it would cut a long paste without a word."""

    widget = forms.Textarea(attrs={"rows": 5, "dir": "auto"})
    default_error_messages = {
        "required": "Please write something first.",
        "max_length": f"A comment can have up to {MAX_LENGTH:,} characters; yours has %(show_value)d.",
        "unprintable": "Characters that cannot be shown were taken out. Please look at your text and send it again.",
    }

    def __init__(self, **kwargs) -> None:
        super().__init__(max_length=MAX_LENGTH, **kwargs)

    def widget_attrs(self, widget) -> dict:
        return {}

    def to_python(self, value) -> str:
        """Browsers send a new line as two characters; it is one."""
        return super().to_python(value).replace("\r\n", "\n")

    def bound_data(self, data, initial) -> str:
        return markup.printable(data or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if value != markup.printable(value):
            raise ValidationError(self.error_messages["unprintable"], code="unprintable")
        if not any(character.isprintable() and not character.isspace() for character in value):
            raise ValidationError(self.error_messages["required"], code="required")


class CommentForm(forms.ModelForm):
    """A new comment or reply by `author`; says no to floods and to the same words twice."""

    body = MarkdownField(label="Your comment")
    parent = forms.ModelChoiceField(Comment.objects.none(), required=False, widget=forms.HiddenInput)

    class Meta:
        model = Comment
        fields = ["body", "parent"]

    def __init__(self, *args, article, author=None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.instance.article, self.instance.author = article, author
        parent = self.fields["parent"]
        if author:
            parent.queryset = article.comments.posted_for(author).select_related("author")
        parent.error_messages["invalid_choice"] = "The comment you answer is gone. You can still post yours on its own."

    def clean(self) -> dict:
        cleaned = super().clean()
        refuse_sanctioned(self.instance.author)
        self.instance.robot_signs = robot_signs(self.data)
        earlier = Comment.objects.filter(author=self.instance.author).order_by("-created_at", "-pk")
        latest = list(earlier.values_list("created_at", "body")[:FLOOD_COUNT])
        if latest and cleaned.get("body") == latest[0][1]:
            raise ValidationError("You have just posted the same words. Please add something new.")
        if len(latest) == FLOOD_COUNT and not self.errors:
            wait = ceil((latest[-1][0] + FLOOD_WINDOW - timezone.now()).total_seconds())
            if wait > 0:
                raise ValidationError(
                    f"You are writing very fast. Please wait {wait} second{pluralize(wait)} and send it again; "
                    "your text is still here."
                )
        return cleaned


class EditForm(forms.ModelForm):
    body = MarkdownField(
        label="Your comment", widget=forms.Textarea(attrs={"rows": 5, "dir": "auto", "autofocus": True})
    )

    class Meta:
        model = Comment
        fields = ["body"]

    def clean(self) -> dict:
        refuse_sanctioned(self.instance.author)
        return super().clean()


def refuse_sanctioned(author) -> None:
    """In words for who is suspended or banned."""
    if sanction := Sanction.objects.told_to(author):
        raise ValidationError(f"{sanction.told} What you wrote is still here.", code="sanctioned")


class RejectForm(forms.Form):
    """Why a comment is hidden; `seen` is the comment as it was when that was decided."""

    code = forms.ChoiceField(choices=Reason, widget=forms.RadioSelect, label="Why?")
    reason = forms.CharField(
        required=False, max_length=300, label="In your words", widget=forms.Textarea(attrs={"rows": 2})
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("code") == Reason.OTHER and not cleaned.get("reason"):
            self.add_error("reason", "Please say in a few words what is wrong.")
        return cleaned


class CorrectionForm(EditForm):
    """For a comment that was rejected."""

    def send(self, comment: Comment) -> None:
        comment.send_again(self.cleaned_data["body"])


class AppealForm(forms.ModelForm):
    class Meta:
        model = Appeal
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 5, "dir": "auto"})}
        labels = {"text": "Why should it be published?"}

    def send(self, comment: Comment) -> None:
        comment.ask_for_another_look(self.cleaned_data["text"])


class MailForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["notice_mails"]
        widgets = {"notice_mails": forms.RadioSelect}
        labels = {"notice_mails": "By mail"}


class ReportForm(forms.ModelForm):
    reason = forms.ChoiceField(choices=Report.Reason, widget=forms.RadioSelect, label="What is wrong with it?")

    class Meta:
        model = Report
        fields = ["reason", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("reason") == Report.Reason.OTHER and not cleaned.get("text"):
            self.add_error("text", "Please say in a few words what is wrong.")
        return cleaned

"""What the desk asks for when somebody writes."""

from datetime import datetime

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.renderers import TemplatesSetting
from django.forms.utils import pretty_name
from django.forms.widgets import Script
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import markup
from accounts.models import User

from .checklist import Point, points_of
from .choosing import BylineField, BylineSelect, RelatedField, is_key
from .content import Content
from .editor import BodyField
from .facts import DayField, LanguageField, OriginalField, ProductsField, refusal
from .models import Article, Category, Edition, Image, OldSlug, Related
from .models.revision import LONGEST_NOTE
from .models.telling import LONGEST_TOLD, NOTHING
from .relating import SHOWN

MOMENT = "%Y-%m-%dT%H:%M"  # what the browser's own date and time field understands
UNTITLED = "untitled"
FIRST_YEAR, LAST_YEAR = 1900, 2099  # of which there are archives
SETTINGS = {
    "published_at",
    "expires_at",
    "featured",
    "comments_open",
    "verified_at",
}  # no part of the text; they act at once
EDITORS_OWN = {"verified_at", "pinned", "excluded"}  # declared below, so that Django would take them from anybody
# Buttons that mean the status that the article has.
VERBS = {"_submit", "_publish", "_publish_now", "_unpublish", "_publish_changes", "_schedule_changes"}
# Buttons that ask first when something is open, and their value when it was seen; and the one that only wants to know.
CHECKED, ANYWAY, CHECK = {"_publish", "_publish_now", "_publish_changes", "_schedule_changes"}, "anyway", "_check"
MOST_EXCLUDED = 100


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(attrs, format=MOMENT)


class MomentField(forms.DateTimeField):
    """A minute, of a year that has an archive."""

    widget = MomentInput

    def validate(self, value: datetime | None) -> None:
        super().validate(value)
        if value and not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise ValidationError(
                _("The year is between %(first)s and %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
            )

    def has_changed(self, initial, data) -> bool:
        """The field shows minutes: their seconds are no change."""
        return super().has_changed(_minute(self.to_python(initial)), data)


class PictureChooser(forms.TextInput):
    """The number of a picture of the library, behind its preview and the button that opens the library."""

    template_name = "admin/articles/_picture_chooser.html"
    use_fieldset = True

    def render(self, name: str, value, attrs: dict | None = None, renderer=None) -> SafeString:
        """By a template of ours, which the renderer of form fields would not find."""
        return super().render(name, value, attrs, TemplatesSetting())

    def get_context(self, name: str, value, attrs: dict | None) -> dict:
        image = Image.objects.filter(pk=value).first() if is_key(value) else None
        return super().get_context(name, value, attrs) | {"image": image}


MODULES = [
    *(
        "library",
        "library-many",
        "picture-chooser",
        "byline",
        "field-names",
        "publish-button",
        "unsaved",
        "editor-name",
    ),
    *("word-count", "local-copy", "fill-form", "copy-offer", "save-state", "suggestions", "checklist"),
    *("autosave", "take-in", "presence"),
]


class TellingForm(forms.Form):
    """What readers are told about a change; nothing of a small one."""

    told_as = forms.ChoiceField(required=False, choices=Edition.As, label=gettext_lazy("Told as"))
    told = forms.CharField(
        required=False,
        max_length=LONGEST_TOLD,
        label=gettext_lazy("What readers are told"),
        help_text=gettext_lazy(
            "What was wrong, and what is right: below the article, in feeds and in its public history. "
            "Empty for a small change."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_told(self) -> str:
        return markup.printable(self.cleaned_data["told"])

    @property
    def telling(self) -> dict[str, str]:
        told = self.cleaned_data.get("told", "")
        return {"told": told, "told_as": told and (self.cleaned_data.get("told_as") or Edition.As.CORRECTION)}


class ArticleForm(TellingForm, forms.ModelForm):
    """The writing desk. The admin puts on it who sits there: `user`."""

    user: User
    points: list[Point] | None = None  # what is open in the text that was sent, when it was looked over

    slug = forms.SlugField(
        max_length=120,
        required=False,
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("The last part of its address on the site."),
    )
    body = BodyField(required=False, label=gettext_lazy("Body"))
    category = forms.ModelChoiceField(
        Category.objects.all(),
        label=gettext_lazy("Category"),
        error_messages={"required": gettext_lazy("Please choose where the article is filed.")},
    )
    byline = BylineField(
        User.objects.none(),
        required=False,
        label=gettext_lazy("Authors"),
        help_text=gettext_lazy("In the order in which they are named."),
        widget=BylineSelect(Article._meta.get_field("authors"), admin.site),
    )
    cover = forms.ModelChoiceField(
        Image.objects.all(),
        label=gettext_lazy("Cover"),
        required=False,
        widget=PictureChooser,
        error_messages={
            "invalid_choice": gettext_lazy("This picture is no longer in the library. Please choose another one.")
        },
    )
    language, translation_of, tested_with = LanguageField(), OriginalField(), ProductsField()
    verified_at = DayField(
        required=False,
        label=gettext_lazy("Last verified"),
        help_text=gettext_lazy("The day on which all of it still worked."),
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)
    changes_at = MomentField(required=False, label=gettext_lazy("Go live at"))
    pinned = RelatedField(
        label=gettext_lazy("Shown first"),
        help_text=gettext_lazy("In this order; readers see them as soon as they are published."),
    )
    excluded = RelatedField(label=gettext_lazy("Never shown"), help_text=gettext_lazy("However alike they are."))
    note = forms.CharField(
        required=False,
        max_length=LONGEST_NOTE,
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("For the history: what changed, and why."),
    )

    class Meta:
        model = Article
        fields = ["title", "lead", "published_at", "expires_at", "featured", "comments_open", "tags"]
        widgets = {"title": forms.Textarea(attrs={"rows": 1}), "lead": forms.Textarea(attrs={"rows": 2})}

    class Media:
        js = [Script(f"admin-desk/{name}.js", type="module") for name in MODULES]

    def __init__(self, *args, **kwargs) -> None:
        """With the newest text, whether or not readers see it."""
        article = kwargs.get("instance")
        if article and article.draft:
            article.show(article.draft.content)
        super().__init__(*args, **kwargs, label_suffix="")
        if not self.user.has_perm("articles.publish_article"):
            for name in EDITORS_OWN:
                self.fields.pop(name, None)
        self._fill_in_lists()
        for name in (SETTINGS | NOTHING.keys()) & self.fields.keys():
            self.fields[name].show_hidden_initial = True  # so that only what was changed here is changed
        for name in ("published_at", "changes_at"):
            if moment := self.fields.get(name):
                moment.widget.attrs["data-now"] = timezone.localtime().strftime(MOMENT)
        if moment := self.fields.get("published_at"):
            zone = timezone.get_current_timezone_name()
            moment.help_text = _("In the future: scheduled. Time zone: %(zone)s.") % {"zone": zone}

    def _fill_in_lists(self) -> None:
        signed = [self.user.pk]
        chosen = Article.objects.filter(pk=self.instance.translation_of_id)
        if original := self.fields.get("translation_of"):
            original.queryset = Article.objects.visible_to(self.user) | chosen
        if self.instance.pk:
            newest = self.instance.newest_content
            signed, scheduled = newest["byline"], self.instance.scheduled_changes
            self._fill_in_related()
            self.initial |= {"tags": newest["tags"], "changes_at": scheduled and scheduled.goes_live_at}
            self.initial |= self.instance.draft.telling if self.instance.draft else NOTHING
        self.initial |= {"byline": signed, "version": str(self.instance.newest_version)}
        if byline := self.fields.get("byline"):
            byline.queryset = get_user_model().objects.filter(Q(is_staff=True) | Q(pk__in=signed))

    def _fill_in_related(self) -> None:
        rows = Related.objects.filter(article=self.instance).select_related("other").order_by("-kind", "place")
        chosen = {"pinned": Related.Kind.PINNED, "excluded": Related.Kind.EXCLUDED}
        for name in chosen.keys() & self.fields.keys():
            self.initial[name] = [row.other_id for row in rows if row.kind == chosen[name]]
            self.fields[name].widget.now = [row.other for row in rows if row.kind == Related.Kind.FOUND]

    @property
    def content(self) -> Content:
        """What was written, as a revision keeps it."""
        return {name: self._plain(name) for name in Content.__annotations__}  # type: ignore[return-value]

    def content_over(self, former: Content) -> Content:
        """What of it can be kept; the rest as it was, and so the address as long as none is typed."""
        kept = former.keys() & self.cleaned_data.keys()
        if not self.data.get("slug"):
            kept -= {"slug"}
        return former | {name: self._plain(name) for name in kept}  # type: ignore[return-value]

    def _plain(self, name: str):
        value = self.cleaned_data[name]
        if name == "tags":
            return sorted(tag.pk for tag in value)
        return [person.pk for person in value] if name == "byline" else getattr(value, "pk", value)

    @property
    def left_out(self) -> list[str]:
        """What an autosave does not keep, as the desk calls it: what is wrong, and what acts as soon as it is saved."""
        at_once = {*SETTINGS, "changes_at", "note", "told", "pinned", "excluded"} & {*self.changed_data}
        names = [name for name in self.fields if name in self.errors or name in at_once]
        return [str(self.fields[name].label or pretty_name(name)).lower() for name in names]

    @property
    def tells(self) -> bool:
        """Whether something else was written here than waited already: browsers always send as what it is told."""
        return bool({"told", *(["told_as"] if self.telling["told"] else [])} & {*self.changed_data})

    @property
    def settings(self) -> dict:
        """The publishing settings; those that were not changed here as they are."""
        return {name: self.cleaned_data[name] for name in SETTINGS & self.cleaned_data.keys()}

    @property
    def based_on(self) -> int:
        """The number of the text that the form was filled with; 0 when it does not say."""
        number = self.cleaned_data.get("version", "")
        return int(number) if is_key(number) else 0

    def clean_title(self) -> str:
        """One line, however it was typed."""
        return " ".join(self.cleaned_data["title"].split())

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"] or free_slug(self.cleaned_data.get("title", ""))
        taken = OldSlug.objects.filter(slug=slug).exclude(article=self.instance.pk).select_related("article").first()
        if taken:
            raise ValidationError(
                _("Links to this address lead to “%(article)s”, which had it before.") % {"article": taken.article}
            )
        return slug

    def clean_byline(self) -> list[User]:
        people = self.cleaned_data["byline"]
        if not people and not self.instance.pk:
            return [self.user]
        if not people and self.initial["byline"]:
            raise ValidationError(_("Somebody has to sign it."))
        if self.user not in people and not self.user.has_perm("articles.publish_article"):
            raise ValidationError(_("You would lose this article: please stay among its authors."))
        return people

    def clean_pinned(self) -> list[Article]:
        pinned = self.cleaned_data["pinned"]
        if len(pinned) > SHOWN:
            raise ValidationError(_("There is room for %(count)s.") % {"count": SHOWN})
        return pinned

    def clean_excluded(self) -> list[Article]:
        excluded = self.cleaned_data["excluded"]
        if len(excluded) > MOST_EXCLUDED:
            raise ValidationError(_("Please name up to %(most)s.") % {"most": MOST_EXCLUDED})
        return excluded

    def clean_changes_at(self):
        moment = self.cleaned_data["changes_at"]
        if "_schedule_changes" in self.data and (moment is None or moment <= timezone.now()):
            raise ValidationError(_("Please choose a moment to come."))
        return moment

    def clean(self) -> dict:
        cleaned = super().clean()
        for name in SETTINGS & cleaned.keys() - set(self.changed_data):
            cleaned[name] = getattr(self.instance, name)  # perhaps somebody else has changed it
        if VERBS & self.data.keys() and self.data.get("status_was", self.instance.status) != self.instance.status:
            raise ValidationError(self._explain_status(), code="status")
        self._clean_related(cleaned)
        original, language = cleaned.get("translation_of"), cleaned.get("language")
        if original and language is not None and (why := refusal(self.instance, original, language)):
            self.add_error("translation_of", why)
        if self.will_be_public:
            self._clean_date(cleaned)
            if "body" in cleaned and not cleaned["body"]:
                self.add_error("body", _("Please write something before it is published."))
        starts, expires = cleaned.get("published_at"), cleaned.get("expires_at")
        if starts and expires and expires <= starts:
            self.add_error("expires_at", _("It would expire before it is published."))
        if not self.errors and (CHECK in self.data or self.asked):
            self._look_over()
        return cleaned

    def _clean_related(self, cleaned: dict) -> None:
        pinned, excluded = cleaned.get("pinned", []), cleaned.get("excluded", [])
        for name in ("pinned", "excluded"):
            if self.instance.pk and self.instance in cleaned.get(name, []):
                self.add_error(name, _("This is the article itself."))
        for article in pinned:
            if article in excluded:
                self.add_error("excluded", _("“%(article)s” cannot be shown first and never.") % {"article": article})

    @property
    def asked(self) -> str | None:
        """The button that would publish, unless it was pressed knowing what is open."""
        return next((name for name in sorted(CHECKED & self.data.keys()) if self.data[name] != ANYWAY), None)

    @property
    def would_schedule(self) -> bool:
        """Whether the button that asked would show it later than now."""
        starts = self.cleaned_data.get("published_at")
        is_later = starts is not None and starts > timezone.now() and self.asked != "_publish_now"
        return is_later or self.asked == "_schedule_changes"

    def _look_over(self) -> None:
        self.points = points_of(self.content)
        if self.points or CHECK in self.data:
            raise ValidationError(_("Nothing was saved yet."), code="looked over")

    @property
    def was_only_looked_over(self) -> bool:
        """Whether nothing else keeps it from being saved."""
        return (
            self.points is not None
            and not self.errors.keys() - {"__all__"}
            and self.has_error("__all__", "looked over")
        )

    def _clean_date(self, cleaned: dict) -> None:
        """Publishing without a date is publishing now; what is published already keeps having one."""
        if "_publish_now" in self.data or ("_publish" in self.data and cleaned.get("published_at", "") is None):
            cleaned["published_at"] = timezone.now()
        elif cleaned.get("published_at", "") is None:
            self.add_error("published_at", _("What is published has a date. To take it back, press “Unpublish”."))

    @property
    def will_be_public(self) -> bool:
        is_public = self.instance.status == Article.Status.PUBLISHED and "_unpublish" not in self.data
        return is_public or bool({"_publish", "_publish_now"} & self.data.keys())

    def _explain_status(self) -> str:
        status = self.instance.get_status_display().lower()
        return _("Meanwhile its status became “%(status)s”. Nothing was done; press again if you still want it.") % {
            "status": status
        }


class PreviewLinkForm(forms.Form):
    days = forms.TypedChoiceField(
        coerce=int,
        choices=[(1, gettext_lazy("1 day")), (7, gettext_lazy("7 days")), (30, gettext_lazy("30 days"))],
        initial=7,
        label=gettext_lazy("It opens for"),
    )


def _minute(moment: datetime | None) -> datetime | None:
    return moment and moment.replace(second=0, microsecond=0)


def free_slug(title: str) -> str:
    """The title as an address that no article has or had."""
    stem = slugify(title)[:110].strip("-") or UNTITLED
    slug, number = stem, 2
    while Article.objects.filter(Q(slug=slug)).exists() or OldSlug.objects.filter(slug=slug).exists():
        slug, number = f"{stem}-{number}", number + 1
    return slug

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image

import markup
from pictures import clean_picture
from pictures.forms import PictureField, StoresPictures

from . import languages
from .accent import ORIGINAL
from .links import clean_address
from .models import SiteSettings
from .robots import RULES, TRAINING, check_rules

LONGEST_SIDE, LEAST_HEIGHT, WIDEST = 800, 40, 6  # pixels; and how often the height may go into the width
MOST_SOCIAL = 12
CHANGED_MEANWHILE = gettext_lazy(
    "Somebody else saved this while you were at it. What you typed is still below: look at the history, which says "
    "what they changed, then save again to put yours in its place."
)
NO_SVG = gettext_lazy(
    "SVG files can carry programs, so none is shown to readers. Please export the logo as PNG or WebP, about 600 "
    "pixels wide, with a transparent background."
)


class LogoInput(forms.ClearableFileInput):
    """What there is as a picture, not as the name of a file."""

    template_name = "admin/sitesettings/_logo.html"
    clear_checkbox_label = gettext_lazy("Remove it")

    def render(self, name: str, value, attrs: dict | None = None, renderer=None) -> SafeString:
        """By a template of ours, which the renderer of form fields would not find."""
        return super().render(name, value, attrs, TemplatesSetting())


class LogoField(PictureField):
    """Small, still, and of a shape that has room in the masthead."""

    widget = LogoInput

    def clean_upload(self, upload: UploadedFile) -> ContentFile:
        begins = upload.read(1000)
        if b"<svg" in begins or str(upload.name).lower().endswith((".svg", ".svgz")):
            raise ValidationError(NO_SVG)
        logo = clean_picture(upload, longest_side=LONGEST_SIDE)
        with Image.open(logo) as picture:
            width, height = picture.size
            if getattr(picture, "n_frames", 1) > 1:
                raise ValidationError(_("A logo that moves distracts from reading. Please upload a still picture."))
        if height < LEAST_HEIGHT or width > WIDEST * height:
            said = _(
                "This logo is %(width)s × %(height)s pixels. It needs %(least)s or more in height, and at most "
                "%(widest)s times as much in width."
            )
            known = {"width": width, "height": height, "least": LEAST_HEIGHT, "widest": WIDEST}
            raise ValidationError(said % known)
        logo.seek(0)
        return logo


class SocialLinksField(forms.CharField):
    """An address a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value) -> list[str]:
        addresses = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(addresses) > MOST_SOCIAL:
            raise ValidationError(_("Please name at most %(most)s.") % {"most": MOST_SOCIAL})
        return [clean_address(address) for address in dict.fromkeys(addresses)]

    def has_changed(self, initial, data) -> bool:
        return super().has_changed("\n".join(initial or []), (data or "").replace("\r\n", "\n").strip())


class RulesField(forms.CharField):
    """What stands in robots.txt, a line each."""

    widget = forms.Textarea(attrs={"rows": 8, "spellcheck": "false"})

    def to_python(self, value) -> str:
        lines = super().to_python(value).strip().splitlines()
        return markup.printable("\n".join(line.strip() for line in lines))

    def clean(self, value) -> str:
        """Nothing where it is as in the beginning."""
        rules = super().clean(value)
        return "" if rules == RULES else rules

    def has_changed(self, initial, data) -> bool:
        return self.to_python(initial) != (self.to_python(data) or RULES)


class Versioned(forms.Form):
    """Refuses once to write over what somebody else saved meanwhile; nothing of what was typed is lost."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs, label_suffix="")
        self.initial["version"] = str(self.instance.version)

    def clean(self) -> dict:
        cleaned = super().clean()
        newest = str(self.instance.version)
        if self.data.get("version", "") != newest:
            data = self.data.copy()
            data["version"] = newest
            self.data = data
            raise ValidationError(CHANGED_MEANWHILE, code="stale")
        return cleaned


class SiteSettingsForm(StoresPictures, Versioned, forms.ModelForm):
    """What is as the environment says is kept empty, so that it follows when that changes."""

    name = forms.CharField(
        max_length=40,
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("At the top of every page, in mails, in feeds and for search engines."),
    )
    tagline = forms.CharField(
        max_length=160,
        label=gettext_lazy("Tagline"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One sentence that says what the magazine is."),
    )
    logo = LogoField(
        required=False,
        label=gettext_lazy("Logo"),
        help_text=gettext_lazy(
            "In place of the name at the top. PNG or WebP with a transparent background; readers who cannot see "
            "it hear the name."
        ),
    )
    logo_dark = LogoField(
        required=False,
        label=gettext_lazy("Logo on dark pages"),
        help_text=gettext_lazy("If the other one cannot be seen on black."),
    )
    accent = forms.CharField(
        required=False,
        label=gettext_lazy("Accent colour"),
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=format_lazy(gettext_lazy("Of links and marks. The original is {colour}."), colour=ORIGINAL),
    )
    language = forms.ChoiceField(
        choices=languages.choices,
        label=gettext_lazy("Language"),
        help_text=gettext_lazy("In which articles are written, if they do not say otherwise."),
    )
    robots = RulesField(
        required=False,
        max_length=5000,
        label="robots.txt",
        validators=[check_rules],
        help_text=gettext_lazy(
            "What crawlers should leave alone. The addresses of the sitemaps are added by themselves; empty: as "
            "it was in the beginning."
        ),
    )
    social_links = SocialLinksField(
        required=False,
        label=gettext_lazy("Elsewhere"),
        help_text=gettext_lazy("Addresses of the magazine on other networks, one a line."),
    )

    class Meta:
        model = SiteSettings
        fields = [
            "name",
            "tagline",
            "logo",
            "logo_dark",
            "accent",
            "contact_email",
            "social_links",
            "language",
            "stale_months",
            "stale_marks",
            "robots",
            "refuses_training",
        ]
        labels = {
            "stale_months": gettext_lazy("Old after how many months"),
            "stale_marks": gettext_lazy("Doubted by how many readers"),
        }
        help_texts = {
            "stale_months": gettext_lazy(
                "Since an article with code was verified or published. Readers are told. 0: never."
            ),
            "stale_marks": gettext_lazy("Who press “This no longer works”. Other readers are told. 0: never."),
            "contact_email": gettext_lazy("At the foot of every page. Empty: none is shown."),
            "refuses_training": format_lazy(
                gettext_lazy(
                    "In robots.txt, by name: {names}. Those that answer questions and link to the article are let in "
                    "either way. Nobody can be forced; most keep to it."
                ),
                names=", ".join(TRAINING),
            ),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        own = self.instance
        self.initial |= {
            "name": own.name or settings.SITE_NAME,
            "tagline": own.tagline or settings.SITE_TAGLINE,
            "accent": own.accent or ORIGINAL,
            "robots": own.robots_rules,
            "language": own.language or settings.LANGUAGE_CODE,
        }

    def clean_name(self) -> str:
        return self._own("name", settings.SITE_NAME)

    def clean_tagline(self) -> str:
        return self._own("tagline", settings.SITE_TAGLINE)

    def clean_language(self) -> str:
        return self._own("language", settings.LANGUAGE_CODE)

    def clean_accent(self) -> str:
        accent = self.cleaned_data["accent"].strip().lower()
        return "" if accent == ORIGINAL else accent

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("logo_dark") and not cleaned.get("logo"):
            self.add_error("logo_dark", _("Please upload the logo for light pages too."))
        return cleaned

    def _own(self, name: str, usual: str) -> str:
        text = " ".join(markup.printable(self.cleaned_data[name]).split())
        return "" if text == usual else text

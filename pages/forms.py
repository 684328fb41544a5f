from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.editor import BodyField
from sitesettings.forms import SiteSettingsForm, Versioned
from sitesettings.links import clean_link

from .menus import OWN, published_pages, sections
from .models import Page

MOST_LINKS = 40


class PageForm(Versioned, forms.ModelForm):
    slug = forms.SlugField(
        max_length=80,
        required=False,
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("The last part of its address; empty: from the title."),
    )
    body = BodyField(required=False, label=gettext_lazy("Text"))

    class Meta:
        model = Page
        fields = ["title", "slug", "body", "seo_description", "published"]
        widgets = {"title": forms.Textarea(attrs={"rows": 1})}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_counting and "slug" in self.fields:
            self.fields["slug"].disabled = True
            self.fields["slug"].help_text = _("This page always has the same address.")

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"] or slugify(self.cleaned_data.get("title", ""))[:80].strip("-")
        if not slug:
            raise ValidationError(_("Please give the page an address: its title has no letters that one can have."))
        if Page.objects.filter(slug=slug).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is a page at %(address)s already.") % {"address": f"/pages/{slug}/"})
        return slug


class LinkForm(forms.Form):
    """One entry of a menu."""

    to = forms.ChoiceField(required=False, label=gettext_lazy("Leads to"))
    address = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("Address"),
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("https://… or /…")}),
    )
    label = forms.CharField(
        required=False,
        max_length=40,
        label=gettext_lazy("Called"),
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("Its own name")}),
    )
    hidden = forms.BooleanField(required=False, label=gettext_lazy("Hide"))

    def __init__(self, *args, choices: list, **kwargs) -> None:
        super().__init__(*args, **kwargs, label_suffix="")
        self.fields["to"].choices = choices

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("to") == OWN:
            self._clean_own(cleaned)
        else:
            cleaned["address"] = ""
        return cleaned

    def _clean_own(self, cleaned: dict) -> None:
        try:
            cleaned["address"] = clean_link(cleaned.get("address") or "")
        except ValidationError as error:
            self.add_error("address", error)
        if not cleaned.get("label"):
            self.add_error("label", _("Please say what it is called."))


class LinkRows(forms.BaseFormSet):
    @property
    def entries(self) -> list[dict]:
        """In their order; whoever leaves the place empty comes last."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("to")]
        rows.sort(key=lambda row: (row.get("ORDER") is None, row.get("ORDER") or 0))
        return [{name: row[name] for name in ("to", "address", "label", "hidden")} for row in rows]


Links = forms.formset_factory(
    LinkForm,
    formset=LinkRows,
    can_order=True,
    extra=2,
    max_num=MOST_LINKS,
    absolute_max=MOST_LINKS + 10,
    validate_max=True,
)


class SiteForm(SiteSettingsForm):
    """The site settings with both menus, whose rows are forms of their own."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.before = self.instance.choices
        categories, pages = sections(), published_pages()
        self.always = {"menu": list(categories), "footer": list(pages)}
        groups = [(_("Sections"), _choices(categories)), (_("Pages"), _choices(pages))]
        choices = [("", _("Nothing")), *groups, (OWN, _("An address of your own"))]
        known = {*categories, *pages, OWN}
        self.rows = {name: self._rows(name, choices, known) for name in ("menu", "footer")}

    def _rows(self, name: str, choices: list, known: set[str]) -> LinkRows:
        chosen = [entry for entry in getattr(self.instance, name) if entry["to"] in known]
        named = {entry["to"] for entry in chosen}
        initial = [*chosen, *({"to": to} for to in self.always[name] if to not in named)]
        data = self.data if self.is_bound else None
        return Links(data, prefix=name, initial=initial, form_kwargs={"choices": choices})

    def is_valid(self) -> bool:
        rows_are_valid = [rows.is_valid() for rows in self.rows.values()]
        return super().is_valid() and all(rows_are_valid)

    @property
    def changed_data(self) -> list[str]:
        rows = self.rows if self.is_bound else {}
        return [*super().changed_data, *(name for name in rows if self._entries(rows[name]) != self.before[name])]

    def _entries(self, rows: LinkRows) -> list[dict]:
        """Nothing to keep where all is as it comes by itself."""
        usual = [{"to": to, "address": "", "label": "", "hidden": False} for to in self.always[rows.prefix]]
        return [] if rows.entries == usual else rows.entries

    def save(self, commit: bool = True):
        for name, rows in self.rows.items():
            setattr(self.instance, name, self._entries(rows))
        return super().save(commit)


def _choices(links: dict) -> list[tuple[str, str]]:
    return [(name, link.label) for name, link in links.items()]

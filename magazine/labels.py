"""What Django calls models and fields after their names in the code, in the language of the magazine.

Each name that a person sees stands here, where `make words` finds it: said in the models, it would be a migration.
"""

from django.apps import apps
from django.utils.translation import gettext_lazy, gettext_noop

NAMES = [
    *(gettext_noop("article"), gettext_noop("articles"), gettext_noop("pictures"), gettext_noop("category")),
    *(gettext_noop("tag"), gettext_noop("tags"), gettext_noop("page"), gettext_noop("pages")),
    *(gettext_noop("correction"), gettext_noop("corrections"), gettext_noop("digest"), gettext_noop("digests")),
    *(gettext_noop("comment"), gettext_noop("comments"), gettext_noop("report"), gettext_noop("reports")),
    *(gettext_noop("reaction"), gettext_noop("reactions"), gettext_noop("notice"), gettext_noop("notices")),
    *(gettext_noop("note"), gettext_noop("background tasks"), gettext_noop("author"), gettext_noop("authors")),
    *(gettext_noop("title"), gettext_noop("slug"), gettext_noop("lead"), gettext_noop("body"), gettext_noop("text")),
    *(gettext_noop("cover"), gettext_noop("source name"), gettext_noop("status"), gettext_noop("state")),
    *(gettext_noop("featured"), gettext_noop("comments open"), gettext_noop("published"), gettext_noop("language")),
    *(gettext_noop("name"), gettext_noop("position"), gettext_noop("file"), gettext_noop("caption")),
    *(gettext_noop("credit"), gettext_noop("licence"), gettext_noop("kind"), gettext_noop("action")),
    *(gettext_noop("reason"), gettext_noop("until"), gettext_noop("since"), gettext_noop("created at")),
    *(gettext_noop("reader"), gettext_noop("reporter"), gettext_noop("moderator"), gettext_noop("person")),
    *(gettext_noop("user"), gettext_noop("username"), gettext_noop("display name"), gettext_noop("website")),
    *(gettext_noop("logo"), gettext_noop("tagline"), gettext_noop("menu"), gettext_noop("footer")),
    *(gettext_noop("social links"), gettext_noop("stale months"), gettext_noop("stale marks")),
    *(gettext_noop("description"), gettext_noop("restrictions"), gettext_noop("authenticator")),
    *(gettext_noop("authenticators"), gettext_noop("user session"), gettext_noop("user sessions")),
    *(
        gettext_noop("email addresses"),
        gettext_noop("type"),
        gettext_noop("last used at"),
        gettext_noop("last seen at"),
    ),
    gettext_noop("user agent"),
]
# What Django's admin says and has not in all our languages.
ADMIN = [
    *(gettext_noop("- Select an option -"), gettext_noop("Run")),
    gettext_noop("After you’ve created a user, you’ll be able to edit more user options."),
    gettext_noop("If disabled, the current password for this user will be lost."),
]


def translate_names() -> None:
    """Before the first form is made of a model: a form keeps what the fields were called then."""
    for model in apps.get_models():
        options = model._meta
        if "verbose_name_plural" not in options.original_attrs:
            plural = options.verbose_name_raw + "s"
            options.verbose_name_plural = gettext_lazy(plural)
        if "verbose_name" not in options.original_attrs:
            options.verbose_name = gettext_lazy(str(options.verbose_name))
        for field in (*options.local_fields, *options.local_many_to_many):
            if field._verbose_name is None:  # type: ignore[attr-defined]
                field.verbose_name = gettext_lazy(str(field.verbose_name))

"""The one cookie that the site itself sets."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from accounts.retention import Cookie, cookies

from .views import YEAR

cookies += [Cookie("theme", _("whether you want it light or dark"), timedelta(seconds=YEAR))]

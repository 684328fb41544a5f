"""The one cookie that the site itself sets."""

from datetime import timedelta

from accounts.retention import Cookie, cookies

from .views import YEAR

cookies += [Cookie("theme", "whether you want it light or dark", timedelta(seconds=YEAR))]

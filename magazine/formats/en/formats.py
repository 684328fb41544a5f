"""Dates and times as the magazine writes them: by the names that Django knows, for what its admin writes by itself."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j M Y H:i"
SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y H:i"
FIRST_DAY_OF_WEEK = 1
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"

# Of the editors' desk, by names that Django does not know

FULL_DATE_FORMAT = "l, j F Y"
FULL_DATETIME_FORMAT = "l, j F Y, H:i"
FULL_DAY_TIME_FORMAT = "l, j F, H:i"
LONG_DATETIME_FORMAT = "j F Y H:i"
SECONDS_FORMAT = "j M Y H:i:s"
EXACT_DATETIME_FORMAT = "l, j F Y, H:i:s T"
DAY_FORMAT = "j F"
DAY_TIME_FORMAT = "j F, H:i"
SHORT_DAY_FORMAT = "j M"
SHORT_DAY_TIME_FORMAT = "j M H:i"
WEEKDAY_FORMAT = "D j F"
WEEKDAY_TIME_FORMAT = "D j M, H:i"
MONTH_FORMAT = "F Y"

# Of the public pages

MINUTE_FORMAT = "j F Y, H:i"
ZONED_FORMAT = "j F Y, H:i e"
IN_MONTH_FORMAT = "F Y"  # within a sentence

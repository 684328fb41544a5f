"""Dates and times as the magazine writes them; Django reads the names that it knows, templates and code also ours."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j M Y H:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y H:i"
FIRST_DAY_OF_WEEK = 1

# Ours
MONTH_IN_TEXT_FORMAT = "F Y"  # within a sentence
LONG_DATETIME_FORMAT = "j F Y, H:i"
ZONED_DATETIME_FORMAT = "j F Y, H:i e"
PLAIN_DATETIME_FORMAT = "j F Y H:i"
MONTH_DAY_TIME_FORMAT = "j F, H:i"
WEEKDAY_DATE_FORMAT = "l, j F Y"
WEEKDAY_TIME_FORMAT = "l, j F, H:i"
WEEKDAY_DATETIME_FORMAT = "l, j F Y, H:i"
SHORT_MONTH_DAY_FORMAT = "j M"
SHORT_MONTH_DAY_TIME_FORMAT = "j M H:i"
SHORT_WEEKDAY_TIME_FORMAT = "D j M, H:i"
SHORT_WEEKDAY_FORMAT = "D j F"

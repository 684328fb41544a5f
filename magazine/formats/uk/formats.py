"""As in English; a month behind its day, and within a sentence, is in the genitive (E)."""

DATE_FORMAT = "j E Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j b Y H:i"
SHORT_DATE_FORMAT = "j b Y"
SHORT_DATETIME_FORMAT = "j b Y H:i"
FIRST_DAY_OF_WEEK = 1
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j E"

# Of the editors' desk, by names that Django does not know

FULL_DATE_FORMAT = "l, j E Y"
FULL_DATETIME_FORMAT = "l, j E Y, H:i"
FULL_DAY_TIME_FORMAT = "l, j E, H:i"
LONG_DATETIME_FORMAT = "j E Y H:i"
SECONDS_FORMAT = "j b Y H:i:s"
EXACT_DATETIME_FORMAT = "l, j E Y, H:i:s T"
DAY_FORMAT = "j E"
DAY_TIME_FORMAT = "j E, H:i"
SHORT_DAY_FORMAT = "j b"
SHORT_DAY_TIME_FORMAT = "j b H:i"
WEEKDAY_FORMAT = "D j E"
WEEKDAY_TIME_FORMAT = "D j b, H:i"
MONTH_FORMAT = "F Y"

# Of the public pages

MINUTE_FORMAT = "j E Y, H:i"
ZONED_FORMAT = "j E Y, H:i e"
IN_MONTH_FORMAT = "E Y"  # within a sentence

"""From month to month through everything that was published."""

from datetime import date, datetime

from django.utils import timezone

from .models import Article


def months_around(month: date) -> dict[str, date | None]:
    """The nearest months `before` and `after` that hold something; two queries by the index of dates."""
    start = timezone.make_aware(datetime(month.year, month.month, 1))
    end = timezone.make_aware(datetime(month.year + month.month // 12, month.month % 12 + 1, 1))
    dates = Article.objects.published().values_list("published_at", flat=True)
    return {
        "before": _month_of(dates.filter(published_at__lt=start).order_by("-published_at").first()),
        "after": _month_of(dates.filter(published_at__gte=end).order_by("published_at").first()),
    }


def _month_of(moment: datetime | None) -> date | None:
    return timezone.localdate(moment).replace(day=1) if moment else None

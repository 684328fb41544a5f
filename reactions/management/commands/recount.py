from django.core.management.base import BaseCommand, CommandError

from articles.models import Activity, Stats
from reactions.days import WrongDay, wrong_days
from reactions.recount import COMMENT_COUNTERS, recount, wrong_comments, wrong_stats

SHOWN = 20


class Command(BaseCommand):
    help = "Compute every counter again from its rows; with --check only compare, and exit 1 on a difference."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing")

    def handle(self, *, check: bool, **options) -> None:
        Activity.settle()
        wrong_rows = list(wrong_days())
        wrong = wrong_stats().count() + wrong_comments().count() + len(wrong_rows)
        self._report(wrong_rows)
        if check and wrong:
            raise CommandError(f"{wrong} counters differ from their rows.", returncode=1)
        if not check:
            recount()
        self.stdout.write(f"{wrong} counters corrected." if wrong else "All counters agree with their rows.")

    def _report(self, wrong_rows: list[WrongDay]) -> None:
        for noun, rows, names in (
            ("article", wrong_stats(), Stats.COUNTERS),
            ("comment", wrong_comments(), COMMENT_COUNTERS),
        ):
            for row in rows[:SHOWN]:
                for name in names:
                    has, true = getattr(row, name), getattr(row, f"true_{name}")
                    if has != true:
                        self.stdout.write(f"{noun} {row.pk}: {name} is {has}, should be {true}")
        for subject, day, has, true in wrong_rows[:SHOWN]:
            for name in [name for name in Stats.COUNTERS if has[name] != true[name]]:
                told = f"{subject.kind.label.lower()} {subject.key} on {day:%Y-%m-%d}"
                self.stdout.write(f"{told}: {name} is {has[name]}, should be {true[name]}")

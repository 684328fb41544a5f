from django.core.management.base import BaseCommand, CommandError

from articles.models import Activity, Stats
from reactions.days import WrongDay, wrong_days
from reactions.recount import recount, wrong_scores, wrong_stats

SHOWN = 20


class Command(BaseCommand):
    help = "Compute every counter again from its rows; with --check only compare, and exit 1 on a difference."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing")

    def handle(self, *, check: bool, **options) -> None:
        Activity.settle()
        wrong_rows = list(wrong_days())
        wrong = wrong_stats().count() + wrong_scores().count() + len(wrong_rows)
        self._report(wrong_rows)
        if check and wrong:
            raise CommandError(f"{wrong} counters differ from their rows.", returncode=1)
        if not check:
            recount()
        self.stdout.write(f"{wrong} counters corrected." if wrong else "All counters agree with their rows.")

    def _report(self, wrong_rows: list[WrongDay]) -> None:
        for stats in wrong_stats()[:SHOWN]:
            for name in Stats.COUNTERS:
                has, true = getattr(stats, name), getattr(stats, f"true_{name}")
                if has != true:
                    self.stdout.write(f"article {stats.pk}: {name} is {has}, should be {true}")
        for pk, has, true in wrong_scores().values_list("pk", "score", "true_score")[:SHOWN]:
            self.stdout.write(f"comment {pk}: score is {has}, should be {true}")
        for subject, day, has, true in wrong_rows[:SHOWN]:
            for name in [name for name in Stats.COUNTERS if has[name] != true[name]]:
                told = f"{subject.kind.label.lower()} {subject.key} on {day:%Y-%m-%d}"
                self.stdout.write(f"{told}: {name} is {has[name]}, should be {true[name]}")

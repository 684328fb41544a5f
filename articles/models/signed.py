from collections.abc import Sequence

from django.contrib.auth import get_user_model

from .activity import Activity, Kind, Subject
from .audit import AuditEntry, Recorded
from .listing import Byline


class Signed(Recorded):
    """What is written by somebody."""

    class Meta:
        abstract = True

    def sign(self, authors: Sequence[int], *, by=None) -> None:
        """By these people, in this order, who also get its numbers; by those it had when all of them are gone."""
        people = get_user_model().objects.in_bulk(authors)
        signed = [key for key in authors if key in people]
        before = [byline.author for byline in self.bylines.select_related("author")]
        if not people or signed == [person.pk for person in before]:
            return
        self.bylines.exclude(author__in=people).delete()
        Byline.objects.bulk_create(
            [Byline(article=self, author_id=key, position=position) for position, key in enumerate(signed)],
            update_conflicts=True,
            unique_fields=["article", "author"],
            update_fields=["position"],
        )
        before_it, after_it = {person.pk for person in before}, people.keys()
        gone, come = (
            [Subject(Kind.AUTHOR, key) for key in keys] for keys in (before_it - after_it, after_it - before_it)
        )
        Activity.refile(self.pk, out_of=gone, into=come)
        if before:
            after = ", ".join(str(people[key]) for key in signed)
            self.record(AuditEntry.Action.SIGNED, by=by, before=", ".join(map(str, before)), after=after)

    @property
    def byline_authors(self) -> list:
        """The authors in their order; free when `bylines__author` was prefetched."""
        return [byline.author for byline in self.bylines.all()]

"""Votes, places among the best and numbers of replies of the comments that are there; as `recount` would."""

from django.db import migrations
from django.db.models import Count, F, FloatField, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Round, Sqrt


def count(apps, schema_editor):
    alias = schema_editor.connection.alias
    comments = apps.get_model("comments", "Comment").objects.using(alias)
    reactions = apps.get_model("reactions", "Reaction").objects.using(alias)
    votes = reactions.filter(comment=OuterRef("pk")).order_by().values("comment").annotate(count=Count("pk"))
    comments.filter(pk__in=reactions.filter(comment__isnull=False).values("comment")).update(
        votes=Subquery(votes.values("count"))
    )
    n = Cast(F("votes"), FloatField())
    likes = (Cast(F("score"), FloatField()) + n) / Value(2.0)
    doubt = Value(1.96) * Sqrt(likes * (n - likes) / n + Value(1.96**2 / 4))
    bound = (likes + Value(1.96**2 / 2) - doubt) / (n + Value(1.96**2))
    comments.filter(votes__gt=0).update(best=Cast(Round(bound * Value(1_000_000.0)), IntegerField()))
    below = comments.filter(root=OuterRef("pk"), status="visible").order_by().values("root").annotate(count=Count("pk"))
    answered = comments.filter(status="visible", root__isnull=False).values("root")
    comments.filter(pk__in=answered).update(reply_count=Subquery(below.values("count")))


class Migration(migrations.Migration):
    dependencies = [("comments", "0003_reading"), ("reactions", "0003_days_before")]

    operations = [migrations.RunPython(count, migrations.RunPython.noop)]

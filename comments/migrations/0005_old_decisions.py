from django.db import migrations
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce, NullIf
from django.db.models import Value


def take_over(apps, schema_editor):
    """What was decided before has a name for it, and who decided one that stays."""
    alias = schema_editor.connection.alias
    entries = apps.get_model("comments", "ModerationEntry").objects.using(alias).filter(act="")
    people = apps.get_model("accounts", "User").objects.using(alias).filter(pk=OuterRef("moderator"))
    name = people.annotate(name=Coalesce(NullIf(F("display_name"), Value("")), F("username"))).values("name")
    comments = apps.get_model("comments", "Comment").objects.using(alias).filter(pk=OuterRef("comment"))
    entries.update(moderator_name=Coalesce(Subquery(name), Value("")), person=Subquery(comments.values("author")))
    entries.filter(from_status=F("to_status")).update(act="kept")
    entries.filter(to_status="rejected", act="").update(act="rejected", code="other")
    entries.filter(to_status="deleted").update(act="deleted")
    entries.filter(to_status="held", act="").update(act="held")
    entries.filter(from_status="held", to_status="visible").update(act="approved")
    entries.filter(act="").update(act="restored")


class Migration(migrations.Migration):
    dependencies = [("comments", "0004_moderation"), ("accounts", "0001_initial")]

    operations = [migrations.RunPython(take_over, migrations.RunPython.noop, elidable=True)]

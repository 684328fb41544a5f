"""Work is asked for in the transaction of its cause: kept with it, or gone with it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from articles import actions
from articles.models import Image
from articles.tasks import make_renditions, render_articles_showing
from tasks.apps import TABLE
from tasks.models import Task
from tests.factories import make_image, make_upload, make_user

from . import jobs
from .conftest import lines

pytestmark = pytest.mark.django_db(transaction=True)


def seen_by_others() -> int:
    def count() -> int:
        try:
            return Task.objects.count()
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        return pool.submit(count).result()


def test_without_a_worker_work_is_done_at_once(tmp_path):
    jobs.write.enqueue(str(tmp_path / "notes"), "here")
    assert lines(tmp_path / "notes") == ["here"]
    assert not Task.objects.exists()


def test_work_done_at_once_waits_for_the_commit(tmp_path):
    with transaction.atomic():
        jobs.write.enqueue(str(tmp_path / "notes"), "here")
        assert not lines(tmp_path / "notes")
    assert lines(tmp_path / "notes") == ["here"]


def test_work_done_at_once_is_not_done_after_a_rollback(tmp_path):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.write.enqueue(str(tmp_path / "notes"), "here")
        1 / 0  # noqa: B018
    assert not lines(tmp_path / "notes")


def test_queued_work_is_seen_after_the_commit(queue):
    with transaction.atomic():
        jobs.fail.enqueue()
        assert seen_by_others() == 0
    assert seen_by_others() == 1


def test_queued_work_goes_with_a_rollback(queue):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.fail.enqueue()
        1 / 0  # noqa: B018
    assert not Task.objects.exists()


def test_picture_and_its_renditions_are_asked_for_together(queue):
    actions.add_picture(Image(file=make_upload(), alt="Teal"), by=make_user())
    assert Task.objects.get().task_path == make_renditions.module_path


@pytest.mark.parametrize("task", [make_renditions, render_articles_showing])
def test_picture_deleted_before_its_turn_is_no_failure(task):
    image = make_image()
    gone = image.pk
    image.delete()
    task.call(gone)


def test_indexes_of_the_queue_come_back_after_a_migration_that_drops_them():
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX task_by_status")
        cursor.execute("DROP INDEX task_by_age")
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        assert {"task_by_status", "task_by_age"} <= connection.introspection.get_constraints(cursor, TABLE).keys()

"""The queue at the desk: what waits, runs and failed, for those with the right; and once more, please."""

import uuid

import pytest
from django.tasks import TaskResultStatus
from django.urls import reverse
from django.utils import timezone

from tasks.models import FIRST_PAUSE, Task
from tests.factories import make_user

from . import jobs

LIST = "/admin/tasks/task/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queue")]


@pytest.fixture(autouse=True)
def at_the_desk(client):
    client.force_login(make_user("root", is_staff=True, is_superuser=True))


def make_task(status: str = "READY", *, tries: int = 0, **fields) -> Task:
    task = Task.objects.get(pk=jobs.fail.enqueue("so").id)
    workers = [f"worker-{number}" for number in range(1, tries + 1)]
    Task.objects.filter(pk=task.pk).update(status=status, worker_ids=workers, **fields)
    return Task.objects.get(pk=task.pk)


def make_failed() -> Task:
    return make_task("FAILED", tries=7, traceback="ConnectionError: <b>away</b>", finished_at=timezone.now())


def change(task: Task) -> str:
    return reverse("admin:tasks_task_change", args=[task.pk])


def act(client, *tasks, path=LIST, **fields):
    told = {"action": "retry", "_selected_action": [task.pk for task in tasks], "index": "0"} | fields
    return client.post(path, told, follow=True)


def said(response) -> str:
    return " ".join(map(str, response.context["messages"]))


def test_list_tells_states_tries_and_workers(client):
    make_task()
    make_task("RUNNING", tries=2, started_at=timezone.now())
    make_task("READY", tries=1, run_after=timezone.now() + FIRST_PAUSE, traceback="Error")
    make_task("SUCCESSFUL", tries=1, finished_at=timezone.now())
    make_failed()
    text = client.get(LIST).text
    for words in ["As soon as a worker is free", "Since ", "worker-2", "Next try ", "worker-7", "Failed", "Done"]:
        assert words in text


@pytest.mark.parametrize("state", ["ready", "running", "failed", "successful"])
def test_list_is_filtered_by_state(client, state):
    for status in TaskResultStatus.values:
        make_task(status, tries=1, started_at=timezone.now(), finished_at=timezone.now())
    shown = client.get(LIST, {"state": state}).context["cl"].result_list
    assert [task.status for task in shown] == [state.upper()]


def test_nonsense_filters_nothing_out(client):
    make_task()
    assert client.get(LIST, {"state": "nonsense"}).context["cl"].result_count == 1


def test_list_is_searched_by_name(client):
    make_task()
    assert client.get(LIST, {"q": "fail"}).context["cl"].result_count == 1
    assert client.get(LIST, {"q": "renditions"}).context["cl"].result_count == 0


def test_page_of_a_failed_task_shows_its_error_as_text(client):
    text = client.get(change(make_failed())).text
    assert "ConnectionError: &lt;b&gt;away&lt;/b&gt;" in text
    assert "Retry it" in text


def test_page_of_a_waiting_task_offers_no_retry(client):
    assert "Retry it" not in client.get(change(make_task())).text


def test_failed_task_begins_anew(client):
    failed = make_failed()
    assert said(act(client, failed)) == "1 background task to be tried again."
    task = Task.objects.get()
    assert (task.state, task.tries) == ("waiting", 0)
    assert task.next_try <= timezone.now()


def test_pause_before_the_next_try_is_cut_short_from_its_own_page(client):
    paused = make_task("READY", tries=3, run_after=timezone.now() + FIRST_PAUSE, traceback="Error")
    client.post(change(paused), {"CHANGE_FORM-action": "retry", "_selected_action": [paused.pk], "index": "0"})
    task = Task.objects.get()
    assert (task.tries, task.next_try <= timezone.now()) == (0, True)


def test_what_did_not_fail_is_left_alone(client):
    running = make_task("RUNNING", tries=1, started_at=timezone.now())
    done = make_task("SUCCESSFUL", tries=1, finished_at=timezone.now())
    assert "2 left alone: they did not fail" in said(act(client, running, done))
    assert {task.tries for task in Task.objects.all()} == {1}


@pytest.mark.parametrize("key", ["1", "nonsense", "\0"])
def test_nonsense_for_a_task_is_refused(client, key):
    assert client.post(LIST, {"action": "retry", "_selected_action": [key], "index": "0"}).status_code == 400


def test_unknown_task_is_not_found(client):
    for key in (uuid.uuid4(), "nonsense"):
        assert client.get(f"{LIST}{key}/change/").status_code == 302


def test_who_may_only_look_sees_the_error_and_cannot_retry(client):
    client.force_login(make_user(is_staff=True, permissions=["tasks.view_task"]))
    failed = make_failed()
    page = client.get(change(failed)).text
    assert "ConnectionError" in page
    assert "Retry it" not in page
    act(client, failed)
    assert Task.objects.get().state == "failed"


def test_staff_without_the_right_see_nothing(client, editor):
    client.force_login(editor)
    failed = make_failed()
    assert client.get(LIST).status_code == 403
    assert client.get(change(failed)).status_code == 403
    assert act(client, failed).status_code == 403
    assert LIST not in client.get("/admin/").text


def test_guest_is_sent_to_sign_in(client):
    client.logout()
    assert client.get(LIST).status_code == 302


def test_tasks_are_not_added_rewritten_or_deleted(client):
    task = make_failed()
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{task.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(change(task), {"status": "SUCCESSFUL", "_save": "1"})
    assert Task.objects.get().state == "failed"


def test_table_of_the_library_has_no_page_of_its_own(client):
    assert client.get("/admin/django_tasks_database/dbtaskresult/").status_code == 404

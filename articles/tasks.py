"""Work that a request need not wait for; safe to repeat."""

from django.core.files.storage import default_storage
from django.db import transaction
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.mails import write_to

from . import relating
from .models import Article, Image, Mention, PictureUse, Submission
from .rendering import texts_showing
from .share_card import open_share_card, share_card_path


@task
def make_renditions(image_id: int) -> None:
    """Cut the widths of a new picture and show them where it was used meanwhile."""
    image = Image.objects.filter(pk=image_id).first()
    if image is None:  # deleted before its turn came
        return
    image.make_renditions()
    _show(image)


@task
def draw_share_card(article_id: int) -> None:
    """Before the first reader shares it; whatever changes later is drawn when it is asked for."""
    article = Article.objects.select_related("category", "cover").filter(pk=article_id).first()
    if article and share_card_path(article):
        open_share_card(article).close()


@task
def render_articles_showing(image_id: int) -> None:
    """After the words or the focal point of a picture changed."""
    image = Image.objects.filter(pk=image_id).first()
    if image is not None:
        image.cut_crops()
        _show(image)


@task
def show_new_file(image_id: int, before: list[str]) -> None:
    """After its file was replaced: the files that it had before go when no page names them any more."""
    make_renditions.call(image_id)
    delete_files.call(before)


@task
def delete_files(names: list[str]) -> None:
    """A picture's original and its renditions, unless another row has the same file."""
    if not Image.objects.filter(file=names[0]).exists():
        for name in names:
            default_storage.delete(name)


def relate_waiting() -> None:
    """Hand what was published or rewritten to a task. Whatever process looks first does it."""
    with transaction.atomic():
        if keys := relating.claim_waiting():
            relate.enqueue(keys)


@task
def relate(keys: list[int]) -> None:
    relating.relate(keys)


@task
def tell_called(mention_id: int) -> None:
    """Once: a second try finds that it was mailed."""
    mention = Mention.objects.select_related("note__article", "note__author", "person").filter(pk=mention_id).first()
    if mention and not mention.mailed_at and mention.note.article.is_open_to(mention.person):
        note = mention.note
        who = note.author or _("Somebody")
        subject = _("%(person)s mentions you: %(article)s") % {"person": who, "article": note.article}
        write_to(mention.person, subject, "articles/email/mention.txt", {"note": note, "article": note.article})
        Mention.objects.filter(pk=mention_id).update(mailed_at=timezone.now())


@task
def tell_reviewer(submission_id: int) -> None:
    submission = _submission(submission_id)
    if submission and submission.is_waiting and submission.reviewer:
        names = {"person": submission.by, "article": submission.article}
        subject = _("%(person)s asks you to read: %(article)s") % names
        _write_about(submission, submission.reviewer, subject, "articles/email/review_wanted.txt")


@task
def tell_submitter(submission_id: int) -> None:
    """Not what they decided themselves."""
    submission = _submission(submission_id)
    if submission and submission.by and submission.verdict and submission.by != submission.decided_by:
        subject = f"{submission.get_verdict_display()}: {submission.article}"
        _write_about(submission, submission.by, subject, "articles/email/review_decided.txt")


def _submission(key: int) -> Submission | None:
    return Submission.objects.with_people().select_related("article").filter(pk=key).first()


def _write_about(submission: Submission, person, subject: str, template: str) -> None:
    if submission.article.is_open_to(person):
        write_to(person, subject, template, {"submission": submission, "article": submission.article})


def _show(image: Image) -> None:
    """Each article under a lock: a save waits and comes last, and of two tasks the later one sees what both changed."""
    uses = PictureUse.objects.filter(image=image).order_by("article")
    for pk in list(uses.filter(place=PictureUse.Place.BODY).values_list("article", flat=True)):
        with transaction.atomic():
            for article in Article.objects.select_for_update().filter(pk=pk):
                article.render()
                Article.objects.filter(pk=pk).update(body=article.body, body_html=article.body_html)
                article.purge_pages()
    for text in texts_showing(image):
        with transaction.atomic():
            for held in type(text)._default_manager.select_for_update().filter(pk=text.pk):
                held.save()
    covers = uses.filter(place=PictureUse.Place.COVER).values("article")
    for article in Article.objects.filter(pk__in=covers).defer("body", "body_html", "body_text").iterator():
        article.purge_pages()

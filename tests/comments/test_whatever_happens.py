"""Whatever readers, authors, moderators and editors do, in whatever order: numbers are right and nothing leaks."""

import pytest
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from comments.models import Comment, HoldReason, Sanction
from reactions.bursts import Burst
from reactions.models import DISLIKE, LIKE, Person, Reaction
from reactions.recount import wrong_comments, wrong_stats

from ..factories import make_article, make_category, make_comment, make_user

WHO = st.integers(0, 3)
VALUE = st.sampled_from([LIKE, DISLIKE, 0])


def public_addresses(article, person) -> list[str]:
    """All that says something of comments to everybody, or of the article they stand below."""
    slug, name = article.slug, person.username
    roots = article.comments.filter(parent=None).values_list("pk", flat=True)
    return [
        *(f"/articles/{slug}/?order={order}" for order in ("newest", "oldest", "best", "replies")),
        *(f"/comments/{pk}/replies/" for pk in roots),
        *(f"/articles/{slug}/comments/newest/", f"/authors/{name}/", f"/authors/{name}/feed/", "/"),
        *("/feeds/rss.xml", "/feeds/atom.xml", "/feeds/feed.json", article.category.get_absolute_url()),
        *("/search/?q=secret", f"/search/?q={slug}", "/sitemap.xml", "/sitemap-articles.xml", "/news-sitemap.xml"),
    ]


def words_shown(client, article, person) -> str:
    return "".join(text_of(client, path) for path in public_addresses(article, person))


def text_of(client, path) -> str:
    """Of streamed pages too; one that is not there says nothing."""
    return client.get(path).getvalue().decode()


class Discussion(RuleBasedStateMachine):
    comments = Bundle("comments")

    def __init__(self):
        super().__init__()
        self.article, self.number = make_article(category=make_category("Talk")), 0
        self.people = [make_user() for _ in range(4)]
        self.mona = make_user(permissions=["comments.change_comment"])
        self.guest = Client()

    def _words(self) -> str:
        self.number += 1
        return f"secret{self.article.pk}x{self.number}x"

    def _post(self, who, **fields) -> int:
        return make_comment(self.article, self.people[who], body=self._words(), **fields).pk

    @rule(target=comments, who=WHO)
    def post(self, who):
        return self._post(who)

    @rule(target=comments, who=WHO)
    def post_what_waits(self, who):
        return self._post(who, status=Comment.Status.HELD)

    @rule(target=comments, who=WHO, pk=comments)
    def reply(self, who, pk):
        return self._post(who, parent=Comment.objects.get(pk=pk))

    @rule(who=WHO)
    def shadow_ban(self, who):
        Sanction(person=self.people[who], kind="shadow", code="spam", by=self.mona).impose()

    @rule(pk=comments)
    def edit(self, pk):
        Comment.objects.get(pk=pk).edit(self._words())

    @rule(pk=comments)
    def delete(self, pk):
        Comment.objects.get(pk=pk).delete_by_author()

    @rule(pk=comments)
    def hide(self, pk):
        Comment.objects.get(pk=pk).hide(by=self.mona, code="abuse")

    @rule(pk=comments)
    def hold(self, pk):
        Comment.objects.get(pk=pk).hold([HoldReason(kind="moderator")], by=self.mona)

    @rule(pk=comments)
    def restore(self, pk):
        Comment.objects.get(pk=pk).restore(by=self.mona)

    @rule(pk=comments, who=WHO, value=VALUE)
    def vote(self, pk, who, value):
        Reaction.objects.set_on_comment(Comment.objects.get(pk=pk), self.people[who], value)

    @rule(who=WHO, value=VALUE)
    def react(self, who, value):
        Reaction.objects.set_on_article(self.article, Person(user=self.people[who], network="n"), value)

    @rule(verb=st.sampled_from(["void", "clear", "reopen"]))
    def judge(self, verb):
        if burst := Burst.objects.filter(article=self.article).first():
            getattr(burst, verb)(by=self.mona)

    @invariant()
    def every_number_equals_its_recount(self):
        assert not wrong_stats().exists()
        assert not wrong_comments().exists()

    @invariant()
    def others_find_what_is_visible_and_nothing_else(self):
        visible = self.article.comments.visible()
        found = words_shown(self.guest, self.article, self.people[0])
        for comment in self.article.comments.exclude(body=""):
            assert (comment.body in found) is comment.is_visible
        keys = {str(pk) for pk in visible.values_list("pk", flat=True)}
        page = self.guest.get(f"/articles/{self.article.slug}/")
        assert set(self.guest.get(f"/articles/{self.article.slug}/comments/newest/").text.split()) == keys
        assert f"Comments ({len(keys)})" in page.text
        for reply in visible.exclude(parent=None):  # what it answers stands above it, be it a tombstone
            assert page.text.index(f'id="comment-{reply.parent_id}"') < page.text.index(f'id="{reply.anchor}"')


@pytest.mark.usefixtures("db")
def test_numbers_are_right_and_nothing_leaks_whatever_happens(settings):
    settings.BURST_REACTIONS = 3
    run_state_machine_as_test(Discussion, settings=FEW)


FEW = settings(max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("fate", ["held", "rejected", "shadowed", "deleted"])
def test_no_public_page_tells_of_what_is_away(client, article, bob, mallory, mona, fate):
    root = make_comment(article, mallory)
    if fate == "shadowed":
        Sanction(person=bob, kind="shadow", code="spam", by=mona).impose()
    waits = {"status": Comment.Status.HELD} if fate == "held" else {}
    own = [make_comment(article, bob, body="Secret root", **waits)]
    own.append(make_comment(parent=root, author=bob, body="Secret reply", **waits))
    for comment in own:
        if fate == "rejected":
            comment.hide(by=mona, code="abuse")
        if fate == "deleted":
            comment.delete_by_author()
    for person in (None, mallory):
        client.force_login(person) if person else client.logout()
        assert "Secret r" not in words_shown(client, article, bob)
        assert not any(comment.anchor in words_shown(client, article, bob) for comment in own)
        assert "Comments (1)" in client.get("/articles/chips/").text
        for comment in own:
            assert client.get(f"/comments/{comment.pk}/").status_code in (404, 410)
            assert client.get(f"/articles/chips/?reply={comment.pk}&quote=1").text.count("Secret") == 0


def test_public_addresses_show_what_may_be_read(client, article, bob):
    """Or the tests above would prove nothing."""
    comment = make_comment(article, bob, body="Secret root")
    found = [path for path in public_addresses(article, bob) if "Secret root" in text_of(client, path)]
    assert len(found) == 6
    assert client.get(f"/comments/{comment.pk}/").status_code == 302

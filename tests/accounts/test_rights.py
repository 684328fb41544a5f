from tests.factories import make_comment, make_user


def test_group_gives_no_rights_without_the_staff_mark(client, db):
    comment = make_comment()
    for is_staff, shown in ((True, 1), (False, 0)):
        client.force_login(make_user(groups=["Moderators"], is_staff=is_staff))
        assert client.get(comment.article.get_absolute_url()).text.count(">Hide<") == shown
        assert client.post(f"/comments/{comment.pk}/hide/", {"code": "spam", "seen": comment.seen_as}).status_code == (
            302 if is_staff else 403
        )


def test_reader_is_not_asked_for_rights(db, django_assert_num_queries):
    reader = make_user()
    with django_assert_num_queries(0):
        assert not reader.has_perm("comments.change_comment")

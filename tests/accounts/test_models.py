"""What the database promises of people."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("user_username_unique_whatever_the_case", {"username": "BOB", "email": "other@example.com"}),
        ("user_email_unique_whatever_the_case", {"username": "other", "email": "BOB@example.com"}),
    ],
)
def test_case_makes_no_other_person(bob, name, fields):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        User.objects.create(**fields)

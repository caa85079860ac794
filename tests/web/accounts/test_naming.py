"""A text that names a child: what who wrote it is told of it, and what is recorded."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from lineofsight.web.accounts.models import Access, RestrictedReader, RestrictedRecord, User
from lineofsight.web.accounts.naming import why_refused
from lineofsight.web.serving import serving
from tests.web.conftest import add_person
from tests.web.improvement.plans import add_action, add_outcome, add_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_site")]
CHILD = "C000189"


def tried(client: Client) -> str:
    """What somebody is told who names a child in an update on their own action; nothing is kept."""
    keeper = add_person("quality")
    action = add_action(keeper, add_outcome(keeper, add_plan(keeper)), owner=client.user)  # type: ignore[attr-defined]
    update = {"how": "on_track", "confidence": "high", "impact": "none", "text": f"As {CHILD} told us"}
    answer = client.post(reverse("improvement:update_plan_action", args=[action.pk]), update)
    assert answer.status_code == 422 and action.updates.count() == 0
    return " ".join(answer.context["form"].errors["text"])


def restricted() -> RestrictedRecord:
    return RestrictedRecord.objects.create(person_id=CHILD, reason="A reason", marked_by=add_person("director"))


@pytest.mark.parametrize("is_restricted", [False, True])
def test_who_may_see_the_child_is_told_which_word_it_is(signed_in: Callable[..., Client], is_restricted: bool) -> None:
    client = signed_in("analyst")
    if is_restricted:
        record = restricted()
        RestrictedReader.objects.create(record=record, user=client.user, added_by=record.marked_by)  # type: ignore[misc, attr-defined]
    assert f"leave out “{CHILD}”" in tried(client)


@pytest.mark.parametrize(("role", "hidden"), [("board_member", False), ("analyst", True)])
def test_who_may_not_see_the_child_is_not(signed_in: Callable[..., Client], role: str, hidden: bool) -> None:
    if hidden:
        restricted()
    told = tried(signed_in(role))
    assert "may name a child" in told and CHILD not in told


@pytest.mark.parametrize("role", ["board_member", "analyst"])
def test_each_refusal_is_recorded_with_whom_it_names(signed_in: Callable[..., Client], role: str) -> None:
    client = signed_in(role)
    tried(client)
    access = Access.objects.get(how=Access.How.REFUSED)
    assert (access.user, access.page) == (client.user, "improvement:update_plan_action")  # type: ignore[attr-defined]
    assert access.snapshot == serving().council.snapshot.id
    assert [child.person_id for child in access.children.all()] == [CHILD]


def test_what_names_nobody_is_not_recorded(signed_in: Callable[..., Client]) -> None:
    signed_in("analyst").post(reverse("improvement:add_plan"), {"title": "Visits of 2023"})
    assert not Access.objects.filter(how=Access.How.REFUSED).exists()


def test_outside_a_page_there_is_nobody_to_record() -> None:
    sentence = why_refused([f"As {CHILD} told us"], serving().council.snapshot, "Leave out {}.")
    assert sentence == f"Leave out “{CHILD}”."
    assert not Access.objects.exists() and not User.objects.exists()

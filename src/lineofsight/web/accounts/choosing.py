"""Which children an inspector sees: chosen one by one, by people who see all children."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import ChosenChild, User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.accounts.roles import CHOSEN_CHILDREN


@transaction.atomic
def choose_children(*, by: User, user: User, people: Iterable[str]) -> int:
    """Adds children to those that an inspector sees; how many are new."""
    if user.role not in CHOSEN_CHILDREN:
        raise Refused("Children are chosen for inspectors alone")
    there = set(ChosenChild.objects.filter(user=user).values_list("person_id", flat=True))
    new = [person for person in dict.fromkeys(people) if person not in there]
    for person in new:
        ChosenChild.objects.create(user=user, person_id=person, added_by=by)
        record_change(by=by, did="child chosen", subject=user.username, person_id=person)
    return len(new)


@transaction.atomic
def take_off(*, by: User, user: User, people: Iterable[str]) -> int:
    """Takes children from those that an inspector sees; how many were among them."""
    gone = 0
    for person in dict.fromkeys(people):
        deleted, _ = ChosenChild.objects.filter(user=user, person_id=person).delete()
        if deleted:
            gone += 1
            record_change(by=by, did="child taken off", subject=user.username, person_id=person)
    return gone

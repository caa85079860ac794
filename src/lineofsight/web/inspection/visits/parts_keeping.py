"""Who does what in every visit, known before the call comes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.changing import keep, locked
from lineofsight.web.inspection.models import Part
from lineofsight.web.inspection.running import check_prepares
from lineofsight.web.inspection.visits.kinds import PartRule, parts

NAMED = "named who does what in a visit"
Somebody = tuple[User | None, str]
NOBODY: Somebody = (None, "")


@dataclass(frozen=True)
class Filled:
    """A part, with who does it; `part` is None where nobody was named yet."""

    rule: PartRule
    part: Part | None

    @property
    def whose(self) -> str:
        return self.part.whose if self.part else ""

    @property
    def deputy_is(self) -> str:
        return self.part.deputy_is if self.part else ""


def filled_parts() -> list[Filled]:
    """All parts in the order of their file, with who does each."""
    there = {part.code: part for part in Part.objects.select_related("owner", "deputy")}
    return [Filled(rule, there.get(code)) for code, rule in parts().items()]


def name_part(*, by: User, code: str, owner: Somebody, deputy: Somebody = NOBODY, seen: int | None = None) -> Part:
    """Names who does a part, and the deputy. Refused where the two are one person, or there is no such part.

    Steps of a visit that runs keep whom they have: they are changed one by one.
    """
    check_prepares(by)
    if code not in parts():
        raise Refused("There is no such part.")
    if deputy != NOBODY and (deputy == owner or (deputy[0] is not None and deputy[0] == owner[0])):
        raise Refused("The deputy must be somebody else.")
    with transaction.atomic():
        made, _ = Part.objects.get_or_create(code=code)
        one: Part = locked(made, seen)
        one.owner, one.owner_name = owner
        one.deputy, one.deputy_name = deputy
        keep(one)
        record_change(by=by, did=NAMED, subject=code, owner=one.whose, deputy=one.deputy_is)
    return one

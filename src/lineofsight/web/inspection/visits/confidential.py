"""What inspectors said before it is published: seen by the director and a few people whom the director names.

Nothing of it stands in the record of changes, in reports, in assurance or in the interface for programs, until the
report is published: then the grades of the report are recorded, and what was said before is removed.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import Max

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.accounts.roles import Role
from lineofsight.web.accounts.table import may
from lineofsight.web.changing import CHANGED_MEANWHILE, locked
from lineofsight.web.improvement.assurance.frameworks import framework
from lineofsight.web.inspection.models import Confidant, ProvisionalJudgement, Visit
from lineofsight.web.inspection.rules import setting

NAMED, TAKEN_OFF = "named who may know what inspectors said", "took off who may know what inspectors said"
READ, WRITTEN = "read what inspectors said", "wrote down what inspectors said"


def may_know(user: User, visit: Visit) -> bool:
    """Whether this person may see what inspectors said of a visit before it is published."""
    named = user.role == Role.DIRECTOR or visit.confidants.filter(user=user).exists()
    return named and may(user.role, "inspection:said")


def check_may_know(user: User, visit: Visit) -> None:
    """Refused where this person is none of those who may know."""
    if not may_know(user, visit):
        raise Refused("What inspectors said is confidential until it is published. The director names who may know.")


def record_look(*, by: User, visit: Visit) -> None:
    """Records that somebody was shown what inspectors said: that they were, not what."""
    record_change(by=by, did=READ, subject=str(visit.pk))


def version_of_said(visit: Visit) -> int:
    """Tells what was said apart from what was said before; 0 where nothing is written down."""
    return visit.provisional.aggregate(last=Max("pk"))["last"] or 0  # written anew each time, under new numbers


def name_confidant(*, by: User, visit: Visit, user: User) -> Confidant:
    """The director names somebody who may know. Refused where that would be too many, or their role opens no page."""
    _check_director(by)
    if not may(user.role, "inspection:said"):
        raise Refused(f"{user.name} can't open this page with the role that they have.")
    most = int(setting("confidants"))
    try:
        with transaction.atomic():
            one: Visit = locked(visit)
            if one.state not in (Visit.State.CALLED, Visit.State.FED_BACK):
                raise Refused("Nothing is confidential about this visit.")
            if one.confidants.count() >= most:
                raise Refused(f"{most} people may know at most: take somebody off first.")
            made = Confidant.objects.create(visit=one, user=user, added_by=by)
            record_change(by=by, did=NAMED, subject=str(one.pk), who=user.username)
    except IntegrityError:
        raise Refused(f"{user.name} may know already.") from None
    return made


def take_off_confidant(*, by: User, confidant: Confidant) -> None:
    """The director takes somebody off again."""
    _check_director(by)
    with transaction.atomic():
        one: Confidant = locked(confidant)
        record_change(by=by, did=TAKEN_OFF, subject=str(one.visit_id), who=one.user.username)
        one.delete()


def write_said(
    *, by: User, visit: Visit, grades: Mapping[str, str], note: str = "", seen: int | None = None
) -> list[ProvisionalJudgement]:
    """Writes down what inspectors said each judgement would be, by code; what was written before is replaced.

    The overall grade is written down like the others, never worked out from them. `seen`: the version that the writer
    began from (`version_of_said`).
    """
    check_may_know(by, visit)
    if not visit.framework:
        raise Refused("No grades are given at a visit of this kind.")
    of = framework(visit.framework)
    known = {code for code, _ in of.grades}
    given = {code: grade for code, grade in grades.items() if grade}
    if not given:
        raise Refused("Choose the grade of one judgement at least.")
    if not set(given.values()) <= known or not set(given) <= {each.code for each in of.judgements}:
        raise Refused("That is none of the judgements and grades of the framework.")
    with transaction.atomic():
        one: Visit = locked(visit)
        if one.state != Visit.State.FED_BACK:
            raise Refused("Inspectors say it on the last day: record first that the visit has ended.")
        if seen is not None and seen != version_of_said(one):
            raise Refused(CHANGED_MEANWHILE)
        one.provisional.all().delete()
        made = [
            ProvisionalJudgement.objects.create(
                visit=one, judgement=each.title, grade=given[each.code], note=note.strip(), place=place, made_by=by
            )
            for place, each in enumerate(of.judgements, 1)
            if each.code in given
        ]
        record_change(by=by, did=WRITTEN, subject=str(one.pk))  # not what: the record of changes is read by others
    return made


def _check_director(user: User) -> None:
    if user.role != Role.DIRECTOR:
        raise Refused("Only the director names who may know what inspectors said.")

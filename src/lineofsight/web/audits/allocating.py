"""Who audits which case: the pool of auditors, a fair allocation that a solver finds, and a case given by hand."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from lineofsight.problems import Refused
from lineofsight.statistics import allocation
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.accounts.roles import Role
from lineofsight.web.audits.independence import ties_of, why_not
from lineofsight.web.audits.models import Audit, Auditor, Cycle, Sheet
from lineofsight.web.audits.running import check_runs_audits
from lineofsight.web.audits.steps import AUDIT_STEPS, CYCLE_STEPS, UNFINISHED
from lineofsight.web.changing import check_step, keep, locked, said
from lineofsight.web.clock import today
from lineofsight.web.seen import Seen

#: Roles that may audit. External auditors grade what an external check draws, and nothing else.
MAY_AUDIT = frozenset(
    {Role.PRACTITIONER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.DIRECTOR, Role.QUALITY}
)
ADDED, CHANGED = "added an auditor", "changed an auditor"


@dataclass(frozen=True)
class Proposal:
    """Who would get which case: pairs of (audit or reading, auditor), cases that nobody can get and why, and loads."""

    pairs: Sequence[tuple[Audit, User]]
    not_given: Sequence[tuple[Audit, str]]
    loads: Sequence[tuple[User, int, int]]


# The pool


def add_auditor(*, by: User, user: User, most: int, moderates: bool = False) -> Auditor:
    """Makes somebody an auditor."""
    check_runs_audits(by)
    _check_auditor(user, most)
    if Auditor.objects.filter(user=user).exists():
        raise Refused(f"{user.name} is an auditor already.")
    with transaction.atomic():
        one = Auditor.objects.create(user=user, most=most, moderates=moderates)
        record_change(by=by, did=ADDED, subject=user.username, most=most, moderates=moderates)
    return one


def change_auditor(
    *,
    by: User,
    auditor: Auditor,
    most: int,
    moderates: bool,
    is_active: bool,
    excused_until: dt.date | None = None,
    excused_because: str = "",
    seen: int | None = None,
) -> Auditor:
    """Changes how much somebody audits, or excuses them until a day: only the director excuses."""
    check_runs_audits(by)
    with transaction.atomic():
        one = locked(auditor, seen)
        if is_active:
            _check_auditor(one.user, most)
        if (excused_until, excused_because.strip()) != (one.excused_until, one.excused_because):
            if by.role != Role.DIRECTOR:
                raise Refused("An auditor is excused by the director alone.")
            if excused_until is not None:
                said(excused_because, "Say why the auditor is excused.")
        one.most, one.moderates, one.is_active = most, moderates, is_active
        one.excused_until, one.excused_because = excused_until, excused_because.strip() if excused_until else ""
        keep(one)
        record_change(
            by=by, did=CHANGED, subject=one.user.username, most=most, moderates=moderates, is_active=is_active,
            excused_until=str(excused_until or ""), because=one.excused_because,
        )  # fmt: skip
    return one


def _check_auditor(user: User, most: int) -> None:
    if user.role not in MAY_AUDIT | {Role.EXTERNAL_AUDITOR}:
        raise Refused(f"{Role(user.role).label} audits no cases.")
    if not 1 <= most <= 100:
        raise Refused("An auditor takes from 1 to 100 cases in a cycle.")


def auditors_for(cycle: Cycle, on: dt.date) -> list[Auditor]:
    """Who can get cases of a cycle on a day: active, not excused; people from outside for external checks alone."""
    outside = cycle.kind == Cycle.Kind.EXTERNAL
    return list(able(on).filter(user__role__in=(Role.EXTERNAL_AUDITOR,) if outside else MAY_AUDIT))


def able(on: dt.date) -> QuerySet[Auditor]:
    """Auditors who can be given something on a day: active, not excused, and their access has not ended."""
    found = Auditor.objects.filter(is_active=True, user__is_active=True).select_related("user")
    found = found.filter(Q(excused_until=None) | Q(excused_until__lt=on))
    real = dt.date.today()  # noqa: DTZ011 - access ends by the real day, in the demonstration too
    return found.filter(Q(user__access_ends_on=None) | Q(user__access_ends_on__gte=real))


# A cycle's cases


def proposed(seen: Seen, cycle: Cycle, on: dt.date) -> Proposal:
    """Who would get the cases of a cycle that nobody has yet: independent, as even as can be, services rotated."""
    if cycle.kind == Cycle.Kind.EXTERNAL:
        readings = list(_readings(cycle).filter(writer=None).select_related("audit"))
        audits = [reading.audit for reading in readings]
    else:
        audits = list(Audit.objects.filter(cycle=cycle, state=Audit.State.SAMPLED).select_related("re_audit_of"))
    pool = auditors_for(cycle, on)
    users = {auditor.user_id: auditor.user for auditor in pool}
    second = cycle.kind == Cycle.Kind.EXTERNAL
    ids, numbers = [audit.person_id for audit in audits], [audit.pk for audit in audits]
    ties = ties_of(seen.counted, users.values(), ids, numbers, seen.served.former_ids)
    forbidden: dict[str, dict[str, str]] = {}
    for audit in audits:
        before = audit.re_audit_of.auditor_id if audit.re_audit_of else None
        against = {str(user): why_not(ties, user, audit, as_second=second, before=before) for user in users}
        forbidden[str(audit.pk)] = {user: reason for user, reason in against.items() if reason}
    here, elsewhere = _loads(cycle)
    found = allocation.allocate(
        [allocation.Case(str(audit.pk), audit.team_id, audit.service_id) for audit in audits],
        [
            allocation.Auditor(
                str(one.user_id),
                most=max(one.most, here[one.user_id]) + elsewhere[one.user_id],
                load=here[one.user_id] + elsewhere[one.user_id],
            )
            for one in pool
        ],
        forbidden,
        _audited_before(users),
    )
    by_number = {str(audit.pk): audit for audit in audits}
    pairs = [(by_number[case], users[int(user)]) for case, user in found.pairs.items()]
    got = Counter(user.pk for _, user in pairs)
    return Proposal(
        pairs=sorted(pairs, key=lambda pair: pair[0].place),
        not_given=[(by_number[case], reason) for case, reason in found.not_given.items()],
        loads=[(one.user, got[one.user_id], here[one.user_id] + elsewhere[one.user_id]) for one in pool],
    )


def _readings(cycle: Cycle) -> QuerySet[Sheet]:
    return Sheet.objects.filter(of_check=cycle, state=Sheet.State.WAITING)


def _loads(cycle: Cycle) -> tuple[Counter[int], Counter[int]]:
    """How many cases each auditor has in this cycle, and how many unfinished ones in others."""
    here: Counter[int] = Counter()
    elsewhere: Counter[int] = Counter()
    rows = Audit.objects.exclude(auditor=None).exclude(state=Audit.State.WITHDRAWN)
    for user, many in rows.filter(cycle=cycle).values_list("auditor").annotate(many=Count("pk")).order_by():
        here[user] += many
    others = rows.filter(state__in=UNFINISHED).exclude(cycle=cycle)
    for user, many in others.values_list("auditor").annotate(many=Count("pk")).order_by():
        elsewhere[user] += many
    sheets = Sheet.objects.exclude(writer=None).exclude(purpose=Sheet.Purpose.AUDIT)
    for user, of, state in sheets.values_list("writer_id", "of_check_id", "state"):
        if of == cycle.pk and state != Sheet.State.WITHDRAWN:
            here[user] += 1
        elif state in (Sheet.State.WAITING, Sheet.State.OPEN):
            elsewhere[user] += 1
    return here, elsewhere


def _audited_before(users: Mapping[int, User]) -> dict[tuple[str, str], int]:
    """How often each auditor has audited each service: who has done so least is asked first."""
    rows = Audit.objects.filter(auditor__in=list(users)).exclude(state=Audit.State.WITHDRAWN)
    counts = rows.values_list("auditor", "service_id").annotate(many=Count("pk")).order_by()
    return {(str(user), service): many for user, service, many in counts}


def allocate_cycle(*, by: User, cycle: Cycle, seen: Seen, on: dt.date, seen_version: int | None = None) -> Proposal:
    """Gives the cases that nobody has yet to auditors, as `proposed` says; those that nobody can get stay."""
    check_runs_audits(by)
    with transaction.atomic():
        one = locked(cycle, seen_version)
        step = check_step(CYCLE_STEPS, "allocate", one.state, one.get_state_display())
        proposal = proposed(seen, one, on)
        if not proposal.pairs:
            raise Refused("No case could be given to anybody: see below why, or add auditors.")
        if one.kind == Cycle.Kind.EXTERNAL:
            for audit, user in proposal.pairs:
                _readings(one).filter(audit=audit, writer=None).update(writer=user)
        else:
            for audit, user in proposal.pairs:
                now = locked(audit)
                if now.state == Audit.State.SAMPLED:  # nobody has taken it out or given it meanwhile
                    _give(by, now, user)
        one.state = Cycle.State.RUNNING
        keep(one)
        record_change(
            by=by, did=step.did, subject=str(one.pk), given=len(proposal.pairs), not_given=len(proposal.not_given)
        )
    return proposal


def check_can_give(user: User, audit: Audit) -> None:
    """Refused where this case can't be given to an auditor now."""
    check_runs_audits(user)
    check_step(AUDIT_STEPS, "allocate", audit.state, audit.get_state_display())


def give_case(
    *, by: User, audit: Audit, to: User, seen: Seen, because: str = "", seen_version: int | None = None
) -> Audit:
    """Gives one case to an auditor by hand. Refused, with the reason, where they are not independent of it.

    What the auditor before has written is taken back with its words kept; the new one begins afresh.
    """
    with transaction.atomic():
        cycle = locked(audit.cycle)  # always in this order: cycle, audit, sheet
        one = locked(audit, seen_version)
        check_can_give(by, one)
        if one.auditor_id == to.pk:
            raise Refused(f"{to.name} has this case already.")
        if not able(today()).filter(user=to).exists() or to.role not in MAY_AUDIT:
            raise Refused(f"{to.name} is not among the auditors who can be given a case.")
        others = one.sheets.filter(writer=to).exclude(purpose=Sheet.Purpose.AUDIT)
        if others.exclude(state=Sheet.State.WITHDRAWN).exists():
            raise Refused(f"{to.name} moderates this case: choose somebody else.")
        ties = ties_of(seen.counted, [to], [one.person_id], [one.pk], seen.served.former_ids)
        before = one.re_audit_of.auditor_id if one.re_audit_of else None
        if reason := why_not(ties, to.pk, one, before=before):
            raise Refused(f"{to.name} {reason}: choose somebody else.")
        if one.auditor_id:
            said(because, "Say why somebody else audits it.")
            one.sheets.filter(purpose=Sheet.Purpose.AUDIT).update(state=Sheet.State.WITHDRAWN)
        _give(by, one, to, because.strip())
        if cycle.state == Cycle.State.SAMPLED:
            cycle.state = Cycle.State.RUNNING
            keep(cycle)
    return one


def _give(by: User, audit: Audit, to: User, because: str = "") -> None:
    audit.auditor, audit.state = to, Audit.State.ALLOCATED
    keep(audit)
    Sheet.objects.create(audit=audit, purpose=Sheet.Purpose.AUDIT, writer=to, due_on=audit.due_on)
    record_change(
        by=by, did=AUDIT_STEPS["allocate"].did, subject=str(audit.pk), person_id=audit.person_id, to=to.username,
        because=because,
    )  # fmt: skip

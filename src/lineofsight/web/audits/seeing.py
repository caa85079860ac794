"""Who may see what of an audit. An auditor sees the cases that they audit, no others; a blind reader sees no grade."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from lineofsight.prepared.child import Child, child_of
from lineofsight.prepared.meeting import people_seen
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.roles import CHILDREN_OF_TEAMS, Role
from lineofsight.web.accounts.scope import Scope
from lineofsight.web.actions.models import Action
from lineofsight.web.audits.models import Audit, Sheet
from lineofsight.web.audits.running import runs_audits
from lineofsight.web.audits.steps import GIVEN, OVER
from lineofsight.web.seen import Seen

#: Who sees every audit, beside those who run them.
SEES_ALL = frozenset({Role.DIRECTOR, Role.QUALITY, Role.ANALYST})


@dataclass(frozen=True)
class Sight:
    """What one person sees of one audit. `sheet`: their own; `blind`: they see no grade or words of others yet."""

    sheet: Sheet | None
    blind: bool
    all: bool
    of_team: bool

    @property
    def may_open(self) -> bool:
        return self.sheet is not None or self.all or self.of_team


def sight_of(seen: Seen, audit: Audit) -> Sight:
    """What the person who asks sees of an audit; nothing of a child whose restricted record they may not read."""
    now = seen.served.former_ids.get(audit.person_id, audit.person_id)
    if now in seen.scope.hidden or audit.person_id in seen.scope.hidden:
        return Sight(None, False, False, False)
    mine = list(audit.sheets.filter(writer=seen.user).exclude(state=Sheet.State.WITHDRAWN).order_by("-pk"))
    blind = any(one.blind and one.state != Sheet.State.GIVEN for one in mine)
    unfinished = [one for one in mine if one.state != Sheet.State.GIVEN]
    own = next(iter([*unfinished, *(one for one in mine if one.purpose != Sheet.Purpose.PANEL)]), None)
    return Sight(own, blind, seen.user.role in SEES_ALL, _of_team(seen, audit))


def _of_team(seen: Seen, audit: Audit) -> bool:
    if seen.user.role not in CHILDREN_OF_TEAMS:
        return False
    if not (audit.state in GIVEN or audit.unsafe.exists()):
        return False
    theirs = bool({audit.team_id, audit.service_id} & seen.scope.teams)
    if seen.user.role == Role.PRACTITIONER:
        return theirs and bool(seen.user.worker_id) and seen.user.worker_id == audit.worker_id
    return theirs or is_seen_now(seen, audit)


def audits_seen(seen: Seen) -> QuerySet[Audit]:
    """The audits that a person may open."""
    found = Audit.objects.exclude(person_id__in=seen.scope.hidden)
    if seen.user.role in SEES_ALL:
        return found
    mine = Sheet.objects.filter(writer=seen.user).exclude(state=Sheet.State.WITHDRAWN).values("audit")
    may = Q(pk__in=mine)
    if seen.user.role in CHILDREN_OF_TEAMS:
        teams = sorted(seen.scope.teams)
        of_team = Q(state__in=GIVEN) & (Q(team_id__in=teams) | Q(service_id__in=teams))
        if seen.user.role == Role.PRACTITIONER:
            of_team &= Q(worker_id=seen.user.worker_id or "nobody")
        may |= of_team
    return found.filter(may)


def graded_blind_by(user: User) -> set[int]:
    """Audits whose grades this person may not see yet: they are to grade them blind."""
    waiting = Sheet.objects.filter(writer=user, blind=True, state__in=(Sheet.State.WAITING, Sheet.State.OPEN))
    return set(waiting.values_list("audit_id", flat=True))


def withheld_actions(user: User) -> Q:
    """The actions that would tell a blind reader what the auditor thought: those of what they are to grade."""
    return Q(source=Action.Source.AUDIT, source_id__in=graded_blind_by(user))


def is_seen_now(seen: Seen, audit: Audit) -> bool:
    """Whether the child of an audit is in the person's scope by where the child is now."""
    return audit.person_id in people_seen(seen.counted, [audit.person_id], seen.scope, seen.served.former_ids)


def records_open(seen: Seen, audits: Iterable[Audit]) -> set[int]:
    """Of audits that a person may open, those whose child they see as the records have the child now.

    While an audit is not closed, its child's; afterwards that of a reading which they still have to write, and of a
    child in their own scope. Of the others they see what was written.
    """
    audits = list(audits)
    over = [audit for audit in audits if audit.state in OVER]
    to_write = Sheet.objects.filter(writer=seen.user, audit__in=over, state__in=(Sheet.State.WAITING, Sheet.State.OPEN))
    mine = set(to_write.values_list("audit_id", flat=True)) if over else set()
    theirs = people_seen(seen.counted, (audit.person_id for audit in over), seen.scope, seen.served.former_ids)
    return {audit.pk for audit in audits if audit.state not in OVER or audit.pk in mine or audit.person_id in theirs}


def scope_for(seen: Seen, audit: Audit) -> Scope:
    """The scope for the facts of the child that an audit is about: that child alone, unless it is restricted."""
    now = seen.served.former_ids.get(audit.person_id, audit.person_id)
    return Scope(chosen=frozenset({now}), hidden=seen.scope.hidden, why=why_sees(seen, audit))


def why_sees(seen: Seen, audit: Audit) -> str:
    """Why a person sees the child of an audit, as the access log keeps it."""
    sight = sight_of(seen, audit)
    if sight.sheet is not None:
        return f"{sight.sheet.get_purpose_display()} of audit {audit.pk}"
    return f"Audit {audit.pk}: {seen.scope.why}"


def child_in(seen: Seen, audit: Audit) -> Child | None:
    """The child that an audit is about, as the records that serve have the child; None where they don't any more."""
    now = seen.served.former_ids.get(audit.person_id, audit.person_id)
    return child_of(seen.counted, now, scope_for(seen, audit))


def is_runner(seen: Seen) -> bool:
    return runs_audits(seen.user)

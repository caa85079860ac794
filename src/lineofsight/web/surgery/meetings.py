"""Surgery meetings: planning one, what is said of each child, closing and reopening it. Each change records itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import Change, User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.accounts.roles import Role
from lineofsight.web.actions.models import Action
from lineofsight.web.actions.register import add_action
from lineofsight.web.actions.steps import MANAGERS
from lineofsight.web.surgery.models import Discussed, Surgery
from lineofsight.web.surgery.reasons import reasons

#: Who plans surgeries, and closes or reopens those of others.
PLANNERS = frozenset({Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.DIRECTOR, Role.ANALYST, Role.QUALITY})
PLANNED, REPLANNED, SAID, CLOSED, REOPENED = (
    *("planned surgery", "changed surgery", "said in surgery", "closed surgery", "reopened surgery"),
)


class SaidMeanwhile(Refused):
    """Somebody else said something of the same child meanwhile: it is in `there`, and nothing was changed."""

    def __init__(self, there: Discussed | None) -> None:
        self.there = there
        super().__init__(
            f"{there.said_by.name} has written about this child since you opened the page. Read it, then send yours "
            "again to put it in its place."
            if there
            else "Somebody else has written about this child since you opened the page: send yours again."
        )


# Who may


def check_can_plan(user: User) -> None:
    """Refused where this person's role plans no surgeries."""
    if user.role not in PLANNERS:
        raise Refused("Surgeries are planned by service managers, heads of service, directors, analysts and quality.")


def check_can_change(user: User, surgery: Surgery) -> None:
    """Refused, with the reason, where this person can't change the plan of a surgery."""
    _check_runs(user, surgery)
    if surgery.is_held:
        raise Refused("This surgery was held: it can be changed once it is reopened.")


def check_can_close(user: User, surgery: Surgery) -> None:
    """Refused, with the reason, where this person can't close a surgery: who planned it and its chair can."""
    _check_runs(user, surgery)
    if surgery.is_held:
        raise Refused("This surgery is closed already.")


def check_can_reopen(user: User, surgery: Surgery) -> None:
    """Refused, with the reason, where this person can't reopen a surgery."""
    _check_runs(user, surgery)
    if not surgery.is_held:
        raise Refused("This surgery is open.")


def check_can_say(user: User, surgery: Surgery) -> None:
    """Refused, with the reason, where this person can't add to what is said in a surgery."""
    if user.role not in MANAGERS:
        raise Refused("What is said in a surgery is written by managers, analysts and quality assurance.")
    if surgery.is_held:
        raise Refused("This surgery was held: what was said can be changed once it is reopened.")


def _check_runs(user: User, surgery: Surgery) -> None:
    if user.role not in PLANNERS and user.pk not in (surgery.chair_id, surgery.made_by_id):
        raise Refused("That is for the chair of this surgery, or for those who plan surgeries.")


def can_plan(user: User) -> bool:
    return _holds(check_can_plan, user)


def can_change(user: User, surgery: Surgery) -> bool:
    return _holds(check_can_change, user, surgery)


def can_close(user: User, surgery: Surgery) -> bool:
    return _holds(check_can_close, user, surgery)


def can_reopen(user: User, surgery: Surgery) -> bool:
    return _holds(check_can_reopen, user, surgery)


def can_say(user: User, surgery: Surgery) -> bool:
    return _holds(check_can_say, user, surgery)


def _holds(check: Any, *of: Any) -> bool:
    try:
        check(*of)
    except Refused:
        return False
    return True


# Changes


def plan_surgery(
    *, by: User, held_on: dt.date, title: str, chair: User, refs: Sequence[str], teams: Sequence[str] = ()
) -> Surgery:
    """Plans a surgery. `refs`: the indicators on its agenda; `teams`: those that it looks at, all where it is empty."""
    check_can_plan(by)
    _check_agenda(title, chair, refs)
    with transaction.atomic():
        surgery = Surgery.objects.create(
            held_on=held_on, title=title.strip(), chair=chair, refs=list(refs), teams=list(teams), made_by=by
        )
        record_change(by=by, did=PLANNED, subject=str(surgery.pk), **_plan(surgery))
    return surgery


def change_surgery(
    *,
    by: User,
    surgery: Surgery,
    held_on: dt.date,
    title: str,
    chair: User,
    refs: Sequence[str],
    teams: Sequence[str] = (),
    seen: int | None = None,
) -> Surgery:
    """Changes the plan of a surgery that wasn't held. An indicator stays on the agenda once something is said of it."""
    _check_agenda(title, chair, refs)
    with transaction.atomic():
        now = _locked(surgery, seen)
        check_can_change(by, now)
        said = set(Discussed.objects.filter(surgery=now).values_list("ref", flat=True)) - set(refs)
        if said:
            raise Refused(f"Something is said of {', '.join(sorted(said))} already: it stays on the agenda.")
        before = _plan(now)
        now.held_on, now.title, now.chair, now.refs, now.teams = held_on, title.strip(), chair, list(refs), list(teams)
        _save(now)
        record_change(by=by, did=REPLANNED, subject=str(now.pk), before=before, after=_plan(now))
    return now


@dataclass(frozen=True)
class Agreed:
    """An action that is agreed about a child: what, who does it (a user of the site, or a name), and by when."""

    text: str
    due_on: dt.date
    owner: User | None = None
    owner_name: str = ""


@dataclass(frozen=True)
class Subject:
    """The child (or event of a child) that is spoken about, as the records have it that day.

    `former_ids`: ids of before a merger, under which something may have been said.
    """

    ref: str
    person_id: str
    event_id: str = ""
    due_on: dt.date | None = None
    team_id: str = ""
    worker_id: str = ""
    former_ids: Sequence[str] = field(default=())


def say(
    *,
    by: User,
    surgery: Surgery,
    about: Subject,
    snapshot: str,
    reason: str,
    note: str = "",
    agreed: Agreed | None = None,
    seen: str = "",
) -> Discussed:
    """Keeps what a surgery says of a child: a reason, a note, and the action that is agreed.

    `seen`: the version that the writer began from (`version_of`). SaidMeanwhile where somebody else has changed it
    since: nobody's words are overwritten unread. One action is agreed for a child and indicator; later it is changed
    in the register.
    """
    if reason not in reasons():
        raise Refused("Choose a reason.")
    try:
        with transaction.atomic():
            meeting = _locked(surgery)
            check_can_say(by, meeting)
            if about.ref not in meeting.refs:
                raise Refused(f"{about.ref} is not on the agenda of this surgery.")
            there = (
                Discussed.objects.select_for_update()
                .filter(
                    surgery=meeting,
                    ref=about.ref,
                    person_id__in=(about.person_id, *about.former_ids),
                    event_id=about.event_id,
                )
                .first()
            )
            if version_of(there) != seen:
                raise SaidMeanwhile(there)
            before = _said(there) if there else None
            if there and before == {"reason": reason, "note": note.strip()} and agreed is None:
                return there
            if agreed and there and there.action_id:
                raise Refused("An action is agreed for this child already: change it in the register.")
            row = there or Discussed(surgery=meeting, ref=about.ref, person_id=about.person_id, event_id=about.event_id)
            row.reason, row.note, row.said_by, row.snapshot = reason, note.strip(), by, snapshot
            row.due_on, row.team_id, row.worker_id = about.due_on, about.team_id, about.worker_id
            if agreed:
                row.action = add_action(
                    by=by,
                    text=agreed.text,
                    due_on=agreed.due_on,
                    owner=agreed.owner,
                    owner_name=agreed.owner_name,
                    source=Action.Source.SURGERY,
                    source_id=meeting.pk,
                    ref=about.ref,
                    person_id=about.person_id,
                    team_id=about.team_id,
                    worker_id=about.worker_id,
                )
            row.save()
            record_change(
                by=by,
                did=SAID,
                subject=f"{meeting.pk} {about.ref}",
                person_id=row.person_id,
                before=before,
                after=_said(row),
                action=row.action_id,
            )
    except IntegrityError:
        raise SaidMeanwhile(
            Discussed.objects.filter(
                surgery=surgery, ref=about.ref, person_id=about.person_id, event_id=about.event_id
            ).first()
        ) from None
    return row


def close_surgery(
    *,
    by: User,
    surgery: Surgery,
    snapshot: str,
    looked_at: Mapping[str, Mapping[str, Any]],
    notes: str = "",
    seen: int | None = None,
) -> Surgery:
    """Closes a surgery: it was held, on the records of a snapshot. From then on what was said can't be changed."""
    with transaction.atomic():
        now = _locked(surgery, seen)
        check_can_close(by, now)
        now.state, now.snapshot, now.looked_at, now.notes = (
            *(Surgery.State.HELD, snapshot, {ref: dict(one) for ref, one in looked_at.items()}, notes.strip()),
        )
        now.closed_by, now.closed_at = by, timezone.now()
        _save(now)
        said = Discussed.objects.filter(surgery=now).count()
        record_change(by=by, did=CLOSED, subject=str(now.pk), snapshot=snapshot, discussed=said, notes=now.notes)
    return now


def reopen_surgery(*, by: User, surgery: Surgery, because: str, seen: int | None = None) -> Surgery:
    """Opens a surgery that was held, so that what was said can be put right. Its next closing says on which records."""
    if not because.strip():
        raise Refused("Say why it is reopened.")
    with transaction.atomic():
        now = _locked(surgery, seen)
        check_can_reopen(by, now)
        record_change(
            by=by,
            did=REOPENED,
            subject=str(now.pk),
            because=because.strip(),
            snapshot=now.snapshot,
            looked_at=now.looked_at,
        )
        now.state, now.snapshot, now.looked_at = Surgery.State.PLANNED, "", {}
        now.closed_by, now.closed_at = None, None
        _save(now)
    return now


def version_of(discussed: Discussed | None) -> str:
    """Tells two versions of what was said of a child apart; empty where nothing was said."""
    return discussed.said_at.isoformat() if discussed else ""


def history_of(surgery: Surgery) -> list[Change]:
    """What happened to a surgery itself, the first first."""
    did = (PLANNED, REPLANNED, CLOSED, REOPENED)
    return list(Change.objects.filter(did__in=did, subject=str(surgery.pk)).select_related("user").order_by("pk"))


def _check_agenda(title: str, chair: User, refs: Sequence[str]) -> None:
    if not title.strip():
        raise Refused("Give it a title.")
    if not refs:
        raise Refused("Choose at least one measure.")
    if chair.role not in MANAGERS or not chair.is_active:
        raise Refused("A surgery is chaired by somebody who may open it: choose somebody else.")


def _locked(surgery: Surgery, seen: int | None = None) -> Surgery:
    now = Surgery.objects.select_for_update().get(pk=surgery.pk)
    if seen is not None and now.version != seen:
        raise Refused("Somebody else has changed this surgery since you opened it: read it again before you change it.")
    return now


def _save(surgery: Surgery) -> None:
    surgery.version += 1
    surgery.save()


def _plan(surgery: Surgery) -> dict[str, Any]:
    return {
        "held_on": str(surgery.held_on),
        "title": surgery.title,
        "chair": surgery.chair.name,
        "refs": list(surgery.refs),
        "teams": list(surgery.teams),
    }


def _said(row: Discussed) -> dict[str, str]:
    return {"reason": row.reason, "note": row.note}


# Last time


@dataclass(frozen=True)
class LastTime:
    """What was said of one indicator the last time: the surgeries that said it, latest first, and their rows."""

    surgeries: tuple[Surgery, ...] = ()
    rows: tuple[Discussed, ...] = ()


def last_time(surgery: Surgery, refs: Iterable[str]) -> dict[str, LastTime]:
    """For each indicator the last surgery before this one that was held and spoke about it.

    Where that one looked at some teams alone, what was said of the others is of the last one that looked at them: a
    council may hold a surgery for each service and next month one for all.
    """
    refs = list(refs)
    earlier = Surgery.objects.filter(state=Surgery.State.HELD).exclude(pk=surgery.pk)
    before = [
        one for one in earlier.order_by("-held_on", "-pk") if (one.held_on, one.pk) < (surgery.held_on, surgery.pk)
    ]
    chosen: dict[str, list[tuple[Surgery, frozenset[str]]]] = {ref: [] for ref in refs}
    for ref in refs:
        covered: set[str] = set()
        wanted = set(surgery.teams)
        for one in before:
            if ref not in one.refs:
                continue
            teams = set(one.teams)
            if teams and ((wanted and not teams & wanted) or not teams - covered):
                continue
            chosen[ref].append((one, frozenset(covered)))
            covered |= teams
            if not teams or (wanted and wanted <= covered):
                break
    asked = {one.pk for of in chosen.values() for one, _ in of}
    rows: dict[tuple[int, str], list[Discussed]] = {}
    found = Discussed.objects.filter(surgery__in=asked, ref__in=refs).select_related(
        "action__owner", "surgery", "said_by"
    )
    for row in found.order_by("pk"):
        rows.setdefault((row.surgery_id, row.ref), []).append(row)
    return {
        ref: LastTime(
            tuple(one for one, _ in of),
            tuple(row for one, but in of for row in rows.get((one.pk, ref), ()) if row.team_id not in but),
        )
        for ref, of in chosen.items()
    }

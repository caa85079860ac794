"""Why somebody can't audit a case: they hold it, supervise it, share a team with it, or have worked with the child.

One rule for auditors, moderators and external readers, whether a program or a person gives them the case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from lineofsight.indicators.engine import Counted
from lineofsight.web.accounts.models import RestrictedReader, RestrictedRecord, User, UserTeam
from lineofsight.web.audits.models import Audit, Sheet

HOLDS, SUPERVISES, SHARES, WORKED, AUDITED, READ, RESTRICTED, GONE = (
    "holds the case",
    "answers for its team",
    "works in its team",
    "has worked with the child",
    "wrote the audit before",
    "has graded it already",
    "may not read the restricted record",
    "does not use this site any more",
)


@dataclass(frozen=True)
class Ties:
    """What ties some people to cases, by the number of the user: read once for all of them."""

    teams: Mapping[int, frozenset[str]]
    own_team: Mapping[int, str]
    worker: Mapping[int, str]
    parents: Mapping[str, str]
    worked: Mapping[str, frozenset[str]]
    hidden: Mapping[str, frozenset[int]]
    active: frozenset[int]
    read: Mapping[int, frozenset[int]] = field(default_factory=dict)
    former: Mapping[str, str] = field(default_factory=dict)
    team_now: Mapping[str, str] = field(default_factory=dict)
    worker_now: Mapping[str, str] = field(default_factory=dict)


def ties_of(
    counted: Counted,
    users: Iterable[User],
    person_ids: Collection[str] = (),
    audits: Collection[int] = (),
    former_ids: Mapping[str, str] | None = None,
) -> Ties:
    """The ties of some people, as far as these children and audits are concerned."""
    people, former = list(users), former_ids or {}
    person_ids = sorted({former.get(each, each) for each in person_ids})
    numbers = [user.pk for user in people]
    teams: defaultdict[int, set[str]] = defaultdict(set)
    for user_id, team in UserTeam.objects.filter(user__in=numbers).values_list("user_id", "team_id"):
        teams[user_id].add(team)
    database = counted.database
    parents = {
        team: parent or "" for team, parent in database.execute("select team_id, parent_id from teams").fetchall()
    }
    known = {worker.casefold(): worker for (worker,) in database.execute("select worker_id from staff").fetchall()}
    written = {user.pk: user.worker_id.strip() for user in people if user.worker_id.strip()}
    workers = {pk: known.get(worker.casefold(), worker) for pk, worker in written.items()}
    staff = dict(database.execute("select worker_id, coalesce(team_id, '') from staff").fetchall())
    worked: defaultdict[str, set[str]] = defaultdict(set)
    if workers and person_ids:
        rows = database.execute(
            "select distinct people.person_id, worker from chronology join people "
            "on people.person_key = chronology.person_id where list_contains(cast($workers as varchar[]), worker) "
            "and list_contains(cast($people as varchar[]), people.person_id)",
            {"workers": sorted(set(workers.values())), "people": sorted(person_ids)},
        ).fetchall()
        for person, worker in rows:
            worked[person].add(worker)
    hidden: dict[str, frozenset[int]] = {}
    named: defaultdict[int, set[int]] = defaultdict(set)
    for record, user_id in RestrictedReader.objects.filter(user__in=numbers).values_list("record_id", "user_id"):
        named[record].add(user_id)
    for pk, person in RestrictedRecord.objects.filter(lifted_at=None).values_list("pk", "person_id"):
        hidden[former.get(person, person)] = frozenset(set(numbers) - named[pk])
    places = database.execute(
        "select id, coalesce(team_id, ''), coalesce(worker_id, '') from everybody "
        "where list_contains(cast($people as varchar[]), id)",
        {"people": person_ids},
    ).fetchall()
    read: defaultdict[int, set[int]] = defaultdict(set)
    for audit, writer in Sheet.objects.filter(audit__in=list(audits)).values_list("audit_id", "writer_id"):
        if writer:
            read[audit].add(writer)
    return Ties(
        teams={user: frozenset(of) for user, of in teams.items()},
        own_team={user: staff.get(worker, "") for user, worker in workers.items()},
        worker=workers,
        parents=parents,
        worked={person: frozenset(by) for person, by in worked.items()},
        hidden=hidden,
        active=frozenset(user.pk for user in people if user.is_active),
        read={audit: frozenset(by) for audit, by in read.items()},
        former=former,
        team_now={person: team for person, team, _ in places},
        worker_now={person: worker for person, _, worker in places},
    )


def why_not(ties: Ties, user: int, audit: Audit, *, as_second: bool = False, before: int | None = None) -> str:
    """Why somebody can't have a case; empty where they can. `as_second`: to grade what another has audited.

    `before`: who wrote the audit that this one looks at again.
    """
    person = ties.former.get(audit.person_id, audit.person_id)
    teams = {audit.team_id, ties.team_now.get(person, "")} - {""}
    above = frozenset().union(*(line_above(ties.parents, team) for team in teams))
    if user not in ties.active:
        return GONE
    if ties.worker.get(user, "") in {audit.worker_id, ties.worker_now.get(person, "")} - {""}:
        return HOLDS
    if ties.teams.get(user, frozenset()) & above:
        return SUPERVISES
    if ties.own_team.get(user) and ties.own_team[user] in above:
        return SHARES if ties.own_team[user] in teams else SUPERVISES
    if ties.worker.get(user) in ties.worked.get(person, frozenset()):
        return WORKED
    if before is not None and before == user:
        return AUDITED
    if as_second and (audit.auditor_id == user or user in ties.read.get(audit.pk, frozenset())):
        return READ
    if user in ties.hidden.get(person, frozenset()):
        return RESTRICTED
    return ""


def line_above(parents: Mapping[str, str], team: str) -> frozenset[str]:
    """A team and every service above it. A circle ends where it closes.

    >>> sorted(line_above({"T1": "S1", "S1": "D", "D": ""}, "T1"))
    ['D', 'S1', 'T1']
    """
    found: list[str] = []
    while team and team not in found:
        found.append(team)
        team = parents.get(team, "")
    return frozenset(found)

"""Who audits in the demonstration: some 45 made-up people beside those who may sign in, and one from outside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.contrib.auth.hashers import make_password

from lineofsight.indicators.engine import Counted
from lineofsight.web.accounts.models import User, UserTeam
from lineofsight.web.accounts.roles import Role
from lineofsight.web.audits.independence import Ties, ties_of
from lineofsight.web.audits.models import Audit, Auditor

#: Those who may sign in and audit too: how many cases they take in a cycle, and whether they grade others' audits.
NAMED = {
    "practitioner": (4, False),
    "team.manager": (5, False),
    "team.manager.2": (5, False),
    "service.manager": (5, False),
    "head.of.service": (4, True),
    "quality": (6, True),
}
EXTERNAL = "external.auditor"
QUALITY, DIRECTOR, HEAD = "quality", "director", "head.of.service"
NEEDED = (*NAMED, EXTERNAL, DIRECTOR)
#: Services that have no manager among those who may sign in.
_SERVICES = ("T02", "T04", "T05")
_HEAD_OF = ("T02", "T05")
_QUALITY, _PRACTITIONERS = 6, 17
_NAMES = """
Alder Bittern, Acacia Bunting, Betony Chaffinch, Birch Crake, Bracken Crossbill, Bramble Dipper, Bryony Dotterel,
Campion Dunlin, Cedar Egret, Cherry Eider, Clover Firecrest, Comfrey Gadwall, Damson Gannet, Fern Garganey,
Foxglove Goldcrest, Gorse Goldeneye, Hawthorn Goosander, Holly Grebe, Hornbeam Greenfinch, Iris Greenshank,
Ivy Guillemot, Jasmine Harrier, Larch Heron, Lavender Hobby, Lime Jackdaw, Mallow Kittiwake, Medlar Linnet,
Myrtle Merlin, Oak Nightjar, Pine Nuthatch, Poplar Oriole, Primrose Ouzel, Quince Petrel, Rose Pintail, Rush Pipit,
Saffron Pochard, Sage Puffin, Sedge Redpoll, Sorrel Redstart, Spindle Redwing, Sycamore Shoveler, Tansy Skylark,
Teasel Stonechat, Vetch Turnstone, Walnut Wagtail, Willow Waxwing, Yarrow Wheatear, Yew Whinchat
""".replace("\n", " ").split(", ")  # fmt: skip


@dataclass(frozen=True)
class _New:
    """Somebody to be made: `teams` are those that they answer for or work in."""

    role: Role
    job_title: str
    teams: tuple[str, ...] = ()
    worker_id: str = ""
    most: int = 5
    moderates: bool = False


@dataclass(frozen=True)
class Pool:
    """Everybody who audits, and those who answer for a team.

    `most`: cases in one cycle, `places`: the place in the list, both by the number of the user.
    """

    auditors: tuple[User, ...]
    moderators: tuple[User, ...]
    external: User
    named: dict[str, User]
    most: dict[int, int]
    places: dict[int, int]
    ties: Ties
    of_team: dict[str, User]
    of_service: dict[str, User]
    of_worker: dict[str, User]

    @property
    def lead(self) -> User:
        return self.named[QUALITY]

    def managers_of(self, audit: Audit) -> tuple[User, User]:
        """The manager of a case's team and that of its service; the lead where there is none."""
        above = self.of_service.get(audit.service_id, self.lead)
        return self.of_team.get(audit.team_id, above), above


def make_auditors(counted: Counted) -> Pool:
    """Makes the people who audit, each with the teams and the worker that tie them to cases."""
    made = _make_users(_wanted(counted))
    named = {user.username: user for user in User.objects.filter(username__in=NEEDED)}
    rows = [
        *(Auditor(user=named[name], most=most, moderates=moderates) for name, (most, moderates) in NAMED.items()),
        Auditor(user=named[EXTERNAL], most=30),
        *(Auditor(user=user, most=new.most, moderates=new.moderates) for user, new in made),
    ]
    Auditor.objects.bulk_create(rows)
    users = [row.user for row in rows]
    inside = [row for row in rows if row.user_id != named[EXTERNAL].pk]
    everybody = {user.pk: user for user in [*users, named[DIRECTOR]]}
    answers: dict[str, list[User]] = {Role.TEAM_MANAGER.value: [], Role.SERVICE_MANAGER.value: []}
    for user in everybody.values():
        answers.get(user.role, []).append(user)
    teams = _teams_of(everybody.values())
    parents = dict(counted.database.execute("select team_id, coalesce(parent_id, '') from teams").fetchall())
    return Pool(
        auditors=tuple(row.user for row in inside),
        moderators=tuple(row.user for row in inside if row.moderates),
        external=named[EXTERNAL],
        named=named,
        most={row.user_id: row.most for row in rows},
        places={row.user_id: place for place, row in enumerate(rows)},
        ties=_ties(counted, users),
        of_team={team: user for user in answers[Role.TEAM_MANAGER] for team in teams[user.pk]},
        of_service={parents[team]: user for user in answers[Role.SERVICE_MANAGER] for team in teams[user.pk]},
        of_worker={user.worker_id: user for user in users if user.worker_id},
    )


def _wanted(counted: Counted) -> list[_New]:
    """Whom there must be: a manager of each team and service that has none, a head, quality staff, practitioners."""
    database = counted.database
    rows = database.execute("select team_id, name, parent_id from teams where parent_id is not null").fetchall()
    below: dict[str, list[tuple[str, str]]] = {}
    names = {}
    for team, name, parent in sorted(rows):
        below.setdefault(parent, []).append((team, name))
        names[team] = name
    taken = set(UserTeam.objects.filter(user__role=Role.TEAM_MANAGER).values_list("team_id", flat=True))
    new = [
        _New(Role.TEAM_MANAGER, f"Team manager, {name}", (team,), most=4 + place % 2)
        for service in below
        for place, (team, name) in enumerate(below[service])
        if team not in below and team not in taken
    ]
    for service in _SERVICES:
        teams = tuple(team for team, _ in below.get(service, ()))
        title = f"Service manager, {names.get(service, service)}"
        new.append(_New(Role.SERVICE_MANAGER, title, teams, most=4, moderates=service != "T05"))
    teams = tuple(team for service in _HEAD_OF for team, _ in below.get(service, ()))
    new.append(_New(Role.HEAD_OF_SERVICE, "Head of service", teams, most=4, moderates=True))
    new += [_New(Role.QUALITY, "Quality assurance officer", most=8, moderates=place < 3) for place in range(_QUALITY)]
    busiest = database.execute(
        "select team_id, worker_id from allocation join staff using (team_id, worker_id) where worker_id is not null "
        "group by team_id, worker_id "
        "qualify row_number() over (partition by team_id order by count(*) desc, worker_id desc) = 1 order by team_id"
    ).fetchall()
    known = set(User.objects.exclude(worker_id="").values_list("worker_id", flat=True))
    free = [(team, worker) for team, worker in busiest if worker not in known][:_PRACTITIONERS]
    new += [_New(Role.PRACTITIONER, "Advanced practitioner", (team,), worker, most=4) for team, worker in free]
    return new


def _make_users(wanted: list[_New]) -> list[tuple[User, _New]]:
    """The users, made up and without a password that could be used."""
    locked = make_password(None)
    users = []
    for name, new in zip(_NAMES, wanted, strict=False):
        first, _, last = name.strip().partition(" ")
        users.append(
            User(
                username=f"{first}.{last}".lower(),
                first_name=first,
                last_name=last,
                role=new.role,
                job_title=new.job_title,
                worker_id=new.worker_id,
                made_up=True,
                password=locked,
            )
        )
    User.objects.bulk_create(users)
    made = list(zip(users, wanted, strict=False))
    UserTeam.objects.bulk_create(UserTeam(user=user, team_id=team) for user, new in made for team in new.teams)
    return made


def _teams_of(users: Iterable[User]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {user.pk: [] for user in users}
    for user, team in UserTeam.objects.filter(user__in=found).order_by("team_id").values_list("user_id", "team_id"):
        found[user].append(team)
    return found


def _ties(counted: Counted, users: list[User]) -> Ties:
    """What ties auditors to cases, with every child that any of them has ever worked with."""
    rows = counted.database.execute(
        "select distinct people.person_id, worker from chronology join people "
        "on people.person_key = chronology.person_id where list_contains(cast($workers as varchar[]), worker)",
        {"workers": [user.worker_id for user in users if user.worker_id]},
    ).fetchall()
    worked: dict[str, set[str]] = {}
    for person, worker in rows:
        worked.setdefault(person, set()).add(worker)
    return replace(ties_of(counted, users), worked={person: frozenset(by) for person, by in worked.items()})

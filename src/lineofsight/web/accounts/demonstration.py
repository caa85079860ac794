"""The people of the demonstration: one of each role, made up, who may sign in only while its made-up council serves."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from lineofsight.web.accounts.models import ChosenChild, User, UserTeam
from lineofsight.web.accounts.roles import FOR_A_TIME, Role

#: Everybody's, shown on the sign-in page. It opens nothing once a council's own records serve.
PASSWORD = "demonstration"
_INSPECTION = dt.timedelta(days=28)
_FAMILY_SUPPORT = ("T20", "T21", "T22", "T23", "T24", "T25", "T27")
_IN_CARE = ("T30", "T31", "T32", "T34", "T35", "T37")
_CHOSEN = ("C000189", "C000234", "C000937", "C001369", "C001399", "C001549", "C002574", "C003564")


@dataclass(frozen=True)
class _Person:
    username: str
    name: str
    role: Role
    job_title: str
    teams: tuple[str, ...] = ()
    worker_id: str = ""


PEOPLE = (
    _Person("practitioner", "Hazel Dunnock", Role.PRACTITIONER, "Social worker", ("T22",), "W0164"),
    _Person("team.manager", "Linden Wren", Role.TEAM_MANAGER, "Team manager, Family Support 3", ("T22",)),
    _Person("team.manager.2", "Briony Siskin", Role.TEAM_MANAGER, "Team manager, Children Looked After 1", ("T30",)),
    _Person("service.manager", "Aspen Curlew", Role.SERVICE_MANAGER, "Service manager", _FAMILY_SUPPORT),
    _Person("head.of.service", "Juniper Teal", Role.HEAD_OF_SERVICE, "Head of service", _FAMILY_SUPPORT + _IN_CARE),
    _Person("director", "Ash Kestrel", Role.DIRECTOR, "Director of children's services"),
    _Person("analyst", "Maple Fieldfare", Role.ANALYST, "Performance analyst"),
    _Person("quality", "Olive Lapwing", Role.QUALITY, "Quality assurance manager"),
    _Person("board.member", "Heather Plover", Role.BOARD_MEMBER, "Chair of the improvement board"),
    _Person("inspector", "Laurel Avocet", Role.INSPECTOR, "His Majesty's Inspector"),
    _Person("external.auditor", "Aster Whitethroat", Role.EXTERNAL_AUDITOR, "Independent auditor"),
    _Person("information.governance", "Rowan Whimbrel", Role.INFORMATION_GOVERNANCE, "Information governance officer"),
    _Person("administrator", "Elder Sanderling", Role.ADMINISTRATOR, "Systems administrator"),
)


@transaction.atomic
def make_demonstration_people(today: dt.date) -> None:
    """Makes them, or makes them again what they were: so called twice, it only moves the days on which access ends.

    Somebody real who has one of their user names stays untouched, and that made-up person is left out.
    """
    for person in PEOPLE:
        user = User.objects.filter(username=person.username).first() or User(username=person.username, made_up=True)
        if not user.made_up:
            continue
        user.first_name, _, user.last_name = person.name.partition(" ")
        user.role, user.job_title, user.worker_id = person.role, person.job_title, person.worker_id
        user.access_ends_on = today + _INSPECTION if person.role in FOR_A_TIME else None
        user.is_active, user.must_change_password = True, False
        if not _opens(user.password):
            user.password = _hashed()
        user.save()
        UserTeam.objects.filter(user=user).exclude(team_id__in=person.teams).delete()
        for team in person.teams:
            UserTeam.objects.get_or_create(user=user, team_id=team)
    inspector = User.objects.filter(username="inspector", made_up=True).first()
    director = User.objects.filter(username="director").first()
    if inspector and director:
        for child in _CHOSEN:
            ChosenChild.objects.get_or_create(user=inspector, person_id=child, defaults={"added_by": director})


@cache
def _hashed() -> str:
    """PASSWORD as the site keeps it. Working it out takes long by intent; everybody knows it, so that once will do."""
    return make_password(PASSWORD)


@cache
def _opens(hashed: str) -> bool:
    """Whether PASSWORD opens what is kept as this."""
    return bool(hashed) and check_password(PASSWORD, hashed)


def demonstration_people() -> list[User]:
    """Those who may sign in with PASSWORD, in the order of their roles."""
    order = {person.username: place for place, person in enumerate(PEOPLE)}
    found = User.objects.filter(made_up=True, is_active=True, username__in=order)
    return sorted(found, key=lambda user: order[user.username])

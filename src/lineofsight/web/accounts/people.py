"""Adds, changes and ends people's access. Each change is one function, and writes down itself that it was made."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import RestrictedReader, Token, User, UserTeam
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.accounts.roles import CHILDREN_OF_TEAMS, CHOSEN_CHILDREN, Role

#: What a temporary password is made of: no two letters that look alike.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Facts:
    """What an administrator says of a person."""

    role: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    job_title: str = ""
    worker_id: str = ""
    access_ends_on: dt.date | None = None
    teams: frozenset[str] = field(default=frozenset())


def check_can_give(facts: Facts, *, today: dt.date) -> None:
    """Refused where a role lacks what it needs."""
    if facts.role not in Role.values:
        raise Refused("Choose a role")
    if facts.role in CHOSEN_CHILDREN and facts.access_ends_on is None:
        raise Refused("An inspector's access needs a last day")
    if facts.access_ends_on is not None and facts.access_ends_on < today:
        raise Refused("The last day of access must be today or later")
    if facts.teams and facts.role not in CHILDREN_OF_TEAMS:
        raise Refused(f"{Role(facts.role).label} sees no team's children: leave the teams empty")


@transaction.atomic
def add_person(*, by: User | None, username: str, facts: Facts, today: dt.date) -> User:
    """Adds somebody, who can't sign in by password until one is given. `by`: None for who owns the machine.

    Whom somebody made up adds is made up too: the demonstration stays one. Refused where the user name is taken.
    """
    check_can_give(facts, today=today)
    name = username.strip().lower()
    if User.objects.filter(username=name).exists():
        raise Refused(f"There is already somebody with the user name {name}")
    user = User(username=name, made_up=by is not None and by.made_up, **_columns(facts))
    User.username_validator(name)
    user.set_unusable_password()
    user.save()
    _set_teams(user, facts.teams)
    record_change(by=by, did="person added", subject=user.username, **_told(facts))
    return user


@transaction.atomic
def change_person(*, by: User, user: User, facts: Facts, today: dt.date) -> None:
    """Changes what is said of a person. Nobody changes their own role, teams or last day."""
    user = _locked(user)
    before = facts_of(user)
    if facts == before:
        return
    if facts.access_ends_on == before.access_ends_on and facts.access_ends_on is not None:
        check_can_give(facts, today=min(today, facts.access_ends_on))
    else:
        check_can_give(facts, today=today)
    own = ("role", "teams", "access_ends_on", "worker_id")
    if by.pk == user.pk and any(getattr(facts, name) != getattr(before, name) for name in own):
        raise Refused("Nobody changes their own role, teams or last day: ask another administrator")
    if user.role == Role.ADMINISTRATOR and (facts.role != Role.ADMINISTRATOR or facts.access_ends_on is not None):
        check_an_administrator_stays(user, today=today)
    for name, value in _columns(facts).items():
        setattr(user, name, value)
    user.save()
    _set_teams(user, facts.teams)
    told, was = _told(facts), _told(before)
    changed: dict[str, Any] = {name: [was[name], told[name]] for name in told if told[name] != was[name]}
    record_change(by=by, did="person changed", subject=user.username, **changed)


def facts_of(user: User) -> Facts:
    """What is said of a person now."""
    teams = frozenset(UserTeam.objects.filter(user=user).values_list("team_id", flat=True))
    return Facts(
        role=user.role,
        first_name=user.first_name,
        last_name=user.last_name,
        email=user.email,
        job_title=user.job_title,
        worker_id=user.worker_id,
        access_ends_on=user.access_ends_on,
        teams=teams,
    )


@transaction.atomic
def end_access(*, by: User, user: User, reason: str, today: dt.date) -> None:
    """Ends a person's access now: their sessions and tokens end, and they are no reader of restricted records."""
    user = _locked(user)
    if by.pk == user.pk:
        raise Refused("Nobody ends their own access: ask another administrator")
    if user.role == Role.ADMINISTRATOR:
        check_an_administrator_stays(user, today=today)
    user.is_active = False
    user.save(update_fields=["is_active"])
    _end_sessions(user)
    Token.objects.filter(user=user, revoked_at=None).update(revoked_at=timezone.now())
    RestrictedReader.objects.filter(user=user).delete()
    record_change(by=by, did="access ended", subject=user.username, reason=reason)


@transaction.atomic
def give_access_again(*, by: User, user: User, today: dt.date) -> None:
    """Lets somebody in again whose access was ended; tokens and restricted records stay ended."""
    user = _locked(user)
    if by.pk == user.pk:
        raise Refused("Nobody gives themselves access")
    if user.access_ends_on is not None and user.access_ends_on < today:
        raise Refused("The last day of access has passed: change it first")
    user.is_active = True
    user.save(update_fields=["is_active"])
    record_change(by=by, did="access given again", subject=user.username)


@transaction.atomic
def give_temporary_password(*, by: User | None, user: User, password: str = "") -> str:
    """A password to hand over, shown once: whoever signs in with it must choose another first. Their sessions end."""
    user = _locked(user)
    if by is not None and by.pk == user.pk:
        raise Refused("Change your own password on the page of your account")
    given = password or "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))
    user.set_password(given)
    user.must_change_password = not password
    user.save(update_fields=["password", "must_change_password"])
    _end_sessions(user)
    record_change(by=by, did="temporary password given" if not password else "password set", subject=user.username)
    return given


@transaction.atomic
def password_was_changed(user: User, *, password: str, by: User) -> None:
    """A person's own new password: it is no temporary one any more, and their other sessions end."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    record_change(by=by, did="password changed", subject=user.username)


@transaction.atomic
def reset_second_factor(*, by: User, user: User) -> None:
    """Takes away a person's second factor and recovery codes, so that they set up a new one. Their sessions end."""
    from allauth.mfa.models import Authenticator

    user = _locked(user)
    if by.pk == user.pk:
        raise Refused("Change your own second factor on the page of your account")
    Authenticator.objects.filter(user=user).delete()
    _end_sessions(user)
    record_change(by=by, did="second factor reset", subject=user.username)


@transaction.atomic
def untie_directory(*, by: User, user: User) -> None:
    """Forgets which identity of the directory a person is: their next sign-in there ties them anew."""
    from allauth.socialaccount.models import SocialAccount

    user = _locked(user)
    SocialAccount.objects.filter(user=user).delete()
    _end_sessions(user)
    record_change(by=by, did="untied from the directory", subject=user.username)


@transaction.atomic
def unlock(*, by: User, user: User) -> None:
    """Lets somebody try again who was locked out by failed attempts."""
    from allauth.core import context
    from allauth.core.internal import ratelimit
    from axes.utils import reset

    reset(username=user.username)
    keys = (
        f"attempts:{user.username}",
        f"mfa-auth-user-{user.pk}",
    )  # as `signing_in.Adapter` and its library keep them
    for key in keys:
        ratelimit.clear(context.request, app="allauth.account", action="login_failed", key=key)
    record_change(by=by, did="sign-in unlocked", subject=user.username)


def is_locked(user: User) -> bool:
    """Whether somebody is locked out, from one address at least."""
    from axes.models import AccessAttempt
    from django.conf import settings

    since = timezone.now() - dt.timedelta(hours=settings.AXES_COOLOFF_TIME)
    return AccessAttempt.objects.filter(  # type: ignore[no-any-return]
        username=user.username, failures_since_start__gte=settings.AXES_FAILURE_LIMIT, attempt_time__gte=since
    ).exists()


def check_an_administrator_stays(user: User, *, today: dt.date) -> None:
    """Refused where nobody would be left who can add people."""
    others = User.objects.select_for_update().filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=user.pk)
    lasting = [other for other in others if other.access_ends_on is None and other.made_up == user.made_up]
    if not lasting:
        raise Refused("This is the last administrator: make somebody else an administrator first")


def _locked(user: User) -> User:
    return User.objects.select_for_update().get(pk=user.pk)


def _end_sessions(user: User) -> None:
    User.objects.filter(pk=user.pk).update(sign_outs=F("sign_outs") + 1)


def _columns(facts: Facts) -> dict[str, Any]:
    names = ("role", "first_name", "last_name", "email", "job_title", "worker_id", "access_ends_on")
    return {name: getattr(facts, name) for name in names}


def _told(facts: Facts) -> dict[str, Any]:
    told = {name: str(value or "") for name, value in _columns(facts).items()}
    return {**told, "teams": sorted(facts.teams)}


def _set_teams(user: User, teams: Iterable[str]) -> None:
    wanted = set(teams)
    UserTeam.objects.filter(user=user).exclude(team_id__in=wanted).delete()
    there = set(UserTeam.objects.filter(user=user).values_list("team_id", flat=True))
    UserTeam.objects.bulk_create(UserTeam(user=user, team_id=team) for team in sorted(wanted - there))

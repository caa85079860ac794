"""What `lineofsight users` and `lineofsight manage` do. For who owns the machine: nobody is asked who they are."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Sequence
from getpass import getpass

from lineofsight.problems import Refused

COLUMNS = ("user name", "name", "role", "last day", "teams", "second factor", "signed in", "access")


def set_up() -> None:
    """Makes Django ready for a command."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lineofsight.web.settings")
    django.setup()


def manage(arguments: Sequence[str]) -> int:
    """One of Django's own commands, on this site; its exit status."""
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lineofsight.web.settings")
    try:
        execute_from_command_line(["lineofsight manage", *arguments])
    except DatabaseError as error:
        raise Refused(f"The database of people's work can't be used ({type(error).__name__})") from None
    except SystemExit as stopped:
        return stopped.code if isinstance(stopped.code, int) else 1
    return 0


def add_user(username: str, *, role: str, name: str, ends_on: dt.date | None, today: dt.date) -> str:
    """Adds somebody; what to tell who typed it. Asks for a password on a terminal, else makes a temporary one."""
    set_up()
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from lineofsight.web.accounts import people
    from lineofsight.web.accounts.keeping import bring_up_to_date
    from lineofsight.web.accounts.models import User

    bring_up_to_date()
    first, _, last = name.strip().partition(" ")
    facts = people.Facts(role=role, first_name=first, last_name=last, access_ends_on=ends_on)
    try:
        with transaction.atomic():
            user = people.add_person(by=None, username=username, facts=facts, today=today)
            typed = _typed() if sys.stdin.isatty() else ""
            if typed:
                validate_password(typed, user)
            given = people.give_temporary_password(by=None, user=user, password=typed)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
    closed = " The demonstration's people can't sign in any more." if User.objects.filter(made_up=True).exists() else ""
    if typed:
        return f"{user.username} can sign in.{closed}"
    return f"{user.username} can sign in once with this password, and must then choose another: {given}{closed}"


def _typed() -> str:
    first = getpass("Password (at least 12 characters; nothing: a temporary one is made): ")
    if first and getpass("Once more: ") != first:
        raise Refused("The two passwords are not the same")
    return first


def list_users() -> list[tuple[str, ...]]:
    """Everybody, by user name."""
    set_up()
    from allauth.mfa.models import Authenticator

    from lineofsight.web.accounts.keeping import bring_up_to_date
    from lineofsight.web.accounts.middleware import may_still_sign_in
    from lineofsight.web.accounts.models import User

    bring_up_to_date()
    with_factor = set(Authenticator.objects.filter(type=Authenticator.Type.TOTP).values_list("user_id", flat=True))
    return [
        (
            user.username,
            user.get_full_name(),
            user.role,
            str(user.access_ends_on or ""),
            ", ".join(sorted(team.team_id for team in user.teams.all())),
            "yes" if user.pk in with_factor else "no",
            f"{user.last_login:%Y-%m-%d}" if user.last_login else "never",
            ("made up" if user.made_up else "yes") if may_still_sign_in(user) or user.made_up else "ended",
        )
        for user in User.objects.order_by("username").prefetch_related("teams")
    ]

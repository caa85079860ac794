"""Commands of the web site: serve, users, manage."""

from __future__ import annotations

import argparse
import datetime as dt
import sys

from lineofsight.commands.saying import say
from lineofsight.commands.tables import print_table
from lineofsight.problems import Refused


def serve(call: argparse.Namespace) -> int:
    from lineofsight.web.serve import serve

    serve(call.host, call.port)
    return 0


def users(call: argparse.Namespace) -> int:
    from lineofsight.web.accounts import command

    if call.action == "list":
        print_table(command.COLUMNS, command.list_users(), sys.stdout)
        return 0
    if not call.user_name or not call.role:
        raise Refused("to add somebody: lineofsight users add NAME --role ROLE")
    today = dt.date.today()  # noqa: DTZ011 - the day where the council is
    said = command.add_user(call.user_name, role=call.role, name=call.name, ends_on=call.ends_on, today=today)
    say(said)
    return 0


def manage(call: argparse.Namespace) -> int:
    from lineofsight.web.accounts.command import manage

    return manage(call.arguments)

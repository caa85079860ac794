"""Commands that write reports and the lists of Annex A to files."""

from __future__ import annotations

import argparse
import datetime as dt
import subprocess
import sys

from lineofsight.commands.saying import say
from lineofsight.home import Home
from lineofsight.problems import Refused


def report(call: argparse.Namespace) -> int:
    if call.name == "scrutiny":
        return _report_scrutiny(call)
    if call.name == "monthly":
        return _report_monthly(call)
    from lineofsight.reports.build import highlight_report
    from lineofsight.reports.highlight_files import check_place, write_highlight

    if call.now and call.month:
        raise Refused("--now and --month can't go together: choose one")
    if call.to:
        check_place(call.to)
    home = Home.from_environment()
    report = highlight_report(home.path, call.month, now=call.now)
    if call.to is None:
        from rich.console import Console

        from lineofsight.reports.terminal import print_highlight

        console = Console() if sys.stdout.isatty() else Console(width=160, no_color=True)
        print_highlight(report, console)
        return 0
    from lineofsight.indicators.book import read_book
    from lineofsight.reports.numbers import versions_of

    today = dt.date.today()  # noqa: DTZ011 - the day where the council is
    write_highlight(report, call.to, made_on=today, versions=versions_of(read_book(home.book), report.month))
    say(f"{call.to} written")
    return 0


def _report_monthly(call: argparse.Namespace) -> int:
    from lineofsight.prepared.monthly import write_monthly

    if call.now and call.month:
        raise Refused("--now and --month can't go together: choose one")
    if call.to is None:
        raise Refused("The monthly report is a book of sections: --to FILE.pdf, .xlsx or .html")
    today = dt.date.today()  # noqa: DTZ011 - the day where the council is
    write_monthly(Home.from_environment(), call.to, made_on=today, month=call.month, now=call.now)
    say(f"{call.to} written")
    return 0


def _report_scrutiny(call: argparse.Namespace) -> int:
    """The site writes it, from what people keep there, in a process of its own."""
    if call.now or call.to is None:
        raise Refused("The scrutiny report is of a month that has ended: --to FILE, and --month 2023-03 for another")
    if not call.to.absolute().parent.is_dir():
        raise Refused(f"{call.to}: there is no folder {call.to.parent}: make it first")
    asked = ["--to", str(call.to.absolute()), *(["--month", str(call.month)] if call.month else [])]
    done = subprocess.run([sys.executable, "-m", "lineofsight", "manage", "write_scrutiny", *asked], check=False)
    return done.returncode


def annex_a(call: argparse.Namespace) -> int:
    from lineofsight.annex_a.command import produce_and_write

    home, now = Home.from_environment(), dt.datetime.now(dt.UTC)
    produce_and_write(home, call.on, call.to, layout=call.layout, lists_alone=call.lists_alone, now=now, say=say)
    return 0

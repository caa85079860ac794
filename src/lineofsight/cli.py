"""The command `lineofsight`: thin. Data goes to standard output, messages to standard error.

Exit status: 0 done; 1 done, but with something to look at; 2 the call or its input was refused, in one line.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from lineofsight.calendar import BeyondTheCalendar
from lineofsight.commands import checking, figures, given, loading, reports, site
from lineofsight.commands.saying import refused
from lineofsight.problems import Refused

DIMENSIONS = ("team", "gender", "ethnicity_group", "age_group", "disability", "primary_need", "locality")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Refused(f"{message}. `{self.prog} --help` says how it is called")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; the exit status."""
    os.umask(0o077)  # whatever is written is about children, and private to who writes it
    try:
        call = command_parser().parse_args(arguments)
        status: int = call.run(call)
    except (Refused, BeyondTheCalendar) as refusal:
        return refused(str(refusal))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("lineofsight: stopped", file=sys.stderr)
        return 130
    except OSError as error:
        return refused(f"{error.filename or 'a file'}: {error.strerror or error}")
    except Exception as error:
        database = sys.modules.get("duckdb")
        if database is None or not isinstance(error, database.Error):
            raise
        # Its own words are left out: they can hold what stands in a cell.
        return refused(
            f"the database could not finish ({type(error).__name__}): is the disk full, or a file of the snapshot "
            f"gone? `lineofsight snapshots use ID` says whether a snapshot is whole"
        )
    return status


def command_parser() -> argparse.ArgumentParser:
    """The command's calls and options: also what its reference page is made from."""
    parser = _Parser(prog="lineofsight", description="From the figure that the board sees to the child behind it.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], help_text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help_text, description=help_text)
        sub.set_defaults(run=run)
        return sub

    sub = command("demo", loading.demo, "write the demonstration council's extract and load it")
    sub.add_argument("--times", type=given.positive, default=1, help="a council of so many times the size")
    sub = command("load", loading.load, "load an extract as a new snapshot")
    sub.add_argument(
        "path",
        help="a folder or zip of CSV or Parquet files named by table, a database URL holding SSD tables, an Annex A "
        "workbook (xlsx, ods), a CIN census (xml) or the files of an SSDA903 return",
    )
    sub.add_argument("--extracted-on", type=given.date, metavar="DATE", help="the extract's date, as 2023-03-31")
    kinds = ["ssd", "annex-a", "cin-census", "ssda903", "past-figures"]
    sub.add_argument("--kind", choices=kinds, help="what the path holds (default: as its contents say)")
    sub.add_argument("--strict", action="store_true", help="exit status 1 where rows went to quarantine")
    sub.add_argument("--no-check", action="store_true", help="leave the checks of data quality for later")
    sub = command(
        "morning", loading.morning, "load as `load` does, unattended: recorded, with an alert where it went wrong"
    )
    sub.add_argument(
        "path",
        nargs="?",
        help="as of `load`; @FILE where a file of one line says it (default: what LINEOFSIGHT_SOURCE says)",
    )
    sub.add_argument("--extracted-on", metavar="DATE", help="the extract's date, or `today`, or `yesterday`")
    sub.add_argument("--kind", choices=kinds[:-1], help="what the path holds (default: as its contents say)")
    sub.add_argument("--alert", metavar="COMMAND", help="called, without a shell, with a message on standard input")
    stale = "an alert where the extract is the same for more working days than this (default: 2)"
    sub.add_argument("--stale-after", type=given.whole, default=2, metavar="DAYS", help=stale)
    sub.add_argument("--strict", action="store_true", help="an alert where rows went to quarantine")
    sub.add_argument("--no-check", action="store_true", help="leave the checks of data quality for later")
    sub.add_argument("--status", action="store_true", help="load nothing: list the latest attempts, and what is amiss")
    sub = command("snapshots", loading.snapshots, "list the snapshots, or go back to one with: snapshots use ID")
    sub.add_argument("action", nargs="?", choices=["list", "use"], default="list")
    sub.add_argument("id", nargs="?")
    sub = command(
        "quarantine", loading.quarantine, "the rows of a table that were not accepted, as they were written, and why"
    )
    sub.add_argument("table", help="for example ssd_cin_visits")
    _format(sub, ["table", "csv", "json"])
    sub = command(
        "check", checking.check, "data-quality findings of the current snapshot; `check accept CODE` accepts one"
    )
    sub.add_argument("what", nargs="*", metavar="[accept] CODE", help="a rule's code, for example CIN-VIS-01")
    by = ["rule", "table", "team", "worker"]
    sub.add_argument("--by", choices=by, help="count them by rule (as without it), table, team or worker")
    sub.add_argument("--all", action="store_true", help="also the rules that found nothing or were not run")
    sub.add_argument("--list", action="store_true", dest="listed", help="each finding, with its row and child")
    sub.add_argument("--team", help="with --list: of this team's children")
    sub.add_argument("--figures", action="store_true", help="between what the figures could lie once they are mended")
    sub.add_argument("--month", type=given.month, help="with --figures: the month (default: the latest that ended)")
    sub.add_argument("--indicator", action="append", metavar="REF", help="with --figures: one indicator")
    sub.add_argument("--over-time", action="store_true", help="snapshot by snapshot: new, mended, still there")
    sub.add_argument("--to", type=Path, metavar="FOLDER", help="write a workbook for each team, and one for all")
    sub.add_argument("--record", help="with accept: the record's key")
    sub.add_argument("--child", help="with accept: the child's id")
    sub.add_argument("--table", help="with accept: the table, where the code alone doesn't say it")
    sub.add_argument("--reason", default="", help="with accept: why it stays as it is")
    sub.add_argument("--by-whom", default="", metavar="NAME", help="with accept: who says so")
    sub.add_argument("--until", type=given.date, metavar="DATE", help="with accept: the last day on which that holds")
    sub.add_argument("--strict", action="store_true", help="exit status 1 where there are errors or warnings")
    _format(sub, ["table", "csv", "json"])
    sub = command("reported", loading.reported, "figures that were reported before this system, beside what is counted")
    _format(sub, ["table", "csv", "json"])
    sub = command("figures", figures.figures, "the figures, with numerator and denominator")
    sub.add_argument("--month", type=given.month, help="the latest month, as 2023-03 (default: the latest that ended)")
    sub.add_argument("--now", action="store_true", help="at the extract date instead of a month's end")
    sub.add_argument("--months", type=given.positive, default=1, help="how many months up to it")
    sub.add_argument("--indicator", action="append", metavar="REF", help="one indicator; may be given again")
    sub.add_argument("--by", action="append", metavar="BREAKDOWN", help=f"by {', '.join(DIMENSIONS)}, kind; or `all`")
    sub.add_argument("--window", choices=["snapshot", "month", "ytd", "rolling_year"])
    _format(sub, ["table", "csv", "json"])
    sub = command("children", figures.children, "the children behind a figure")
    sub.add_argument("ref")
    sub.add_argument("--month", type=given.month)
    sub.add_argument("--now", action="store_true", help="at the extract date instead of a month's end")
    sub.add_argument("--window", choices=["snapshot", "month", "ytd", "rolling_year"])
    sub.add_argument("--met", choices=["yes", "no"], help="in the numerator, or not")
    sub.add_argument("--overdue", action="store_true", help="not in time")
    sub.add_argument("--due-within", type=given.whole, metavar="DAYS", help="falling due from the date on")
    _format(sub, ["table", "csv", "json"])
    sub = command("book", figures.book, "the definitions: list, one in full, or `book check FOLDER`")
    sub.add_argument("ref", nargs="?", help="an indicator's reference, the name of a cohort, or `check`")
    sub.add_argument("folder", nargs="?", type=Path)
    sub = command("report", reports.report, "a report: highlight, monthly (to a file), or scrutiny (to a file)")
    sub.add_argument("name", choices=["highlight", "monthly", "scrutiny"])
    sub.add_argument("--month", type=given.month)
    sub.add_argument("--now", action="store_true", help="at the extract date instead of a month's end")
    sub.add_argument("--to", type=Path, metavar="FILE", help="write it to FILE.xlsx, .html, .csv, .pdf, .docx or .pptx")
    sub = command("annex-a", reports.annex_a, "the eleven lists of Annex A as at a day, as a workbook")
    sub.add_argument("--on", type=given.date, required=True, metavar="DATE", help="the day, up to the extract's own")
    sub.add_argument("--to", type=Path, required=True, metavar="FILE", help="write it to FILE.xlsx or .ods")
    sub.add_argument("--layout", metavar="NAME", help="the layout (default: the one that holds on the day)")
    sub.add_argument("--lists-alone", action="store_true", help="without the sheets that are for the council alone")
    sub = command(
        "prepare",
        loading.prepare,
        "work out what the web site shows of what is loaded (a load and the site do it themselves)",
    )
    sub = command("serve", site.serve, "the web site, on this machine only unless site.toml has its https address")
    sub.add_argument("--port", type=given.positive, default=8000)
    sub.add_argument("--host", default="127.0.0.1", help="the address to listen at (default: 127.0.0.1)")
    sub = command(
        "users", site.users, "list who may sign in to the web site, or add somebody: users add NAME --role ROLE"
    )
    sub.add_argument("action", nargs="?", choices=["list", "add"], default="list")
    sub.add_argument("user_name", nargs="?", metavar="NAME")
    sub.add_argument("--role", help="for example administrator, who then adds the others on the site")
    sub.add_argument("--name", default="", metavar="TEXT", help="first name and last name")
    sub.add_argument("--ends-on", type=given.date, metavar="DATE", help="the last day on which they may sign in")
    sub = command("manage", site.manage, "Django's own commands for the web site, for example: manage check --deploy")
    sub.add_argument("arguments", nargs=argparse.REMAINDER, metavar="...")
    return parser


def _format(sub: argparse.ArgumentParser, formats: list[str]) -> None:
    sub.add_argument("--format", choices=formats, default="table")


if __name__ == "__main__":
    sys.exit(main())

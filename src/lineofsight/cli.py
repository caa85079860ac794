"""The command `lineofsight`: thin. Data goes to standard output, messages to standard error.

Exit status: 0 done; 1 done, but with something to look at; 2 the call or its input was refused, in one line.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn, TextIO

from lineofsight.calendar import BeyondTheCalendar, Month, months_to
from lineofsight.home import Home
from lineofsight.problems import Refused

DIMENSIONS = ("team", "gender", "ethnicity_group", "age_group", "disability", "primary_need")


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
        return _refused(str(refusal))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("lineofsight: stopped", file=sys.stderr)
        return 130
    except OSError as error:
        return _refused(f"{error.filename or 'a file'}: {error.strerror or error}")
    except Exception as error:
        database = sys.modules.get("duckdb")
        if database is None or not isinstance(error, database.Error):
            raise
        # Its own words are left out: they can hold what stands in a cell.
        return _refused(
            f"the database could not finish ({type(error).__name__}): is the disk full, or a file of the snapshot "
            f"gone? `lineofsight snapshots use ID` says whether a snapshot is whole"
        )
    return status


def _refused(what: str) -> int:
    print(f"lineofsight: {' '.join(what.split())}", file=sys.stderr)
    return 2


def command_parser() -> argparse.ArgumentParser:
    """The command's calls and options: also what its reference page is made from."""
    parser = _Parser(prog="lineofsight", description="From the figure that the board sees to the child behind it.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], help_text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help_text, description=help_text)
        sub.set_defaults(run=run)
        return sub

    sub = command("demo", _demo, "write the demonstration council's extract and load it")
    sub.add_argument("--times", type=_positive, default=1, help="a council of so many times the size")
    sub = command("load", _load, "load an extract as a new snapshot")
    sub.add_argument(
        "path",
        help="a folder or zip of CSV or Parquet files named by table, a database URL holding SSD tables, an Annex A "
        "workbook (xlsx, ods), a CIN census (xml) or the files of an SSDA903 return",
    )
    sub.add_argument("--extracted-on", type=_date, metavar="DATE", help="the extract's date, as 2023-03-31")
    kinds = ["ssd", "annex-a", "cin-census", "ssda903", "past-figures"]
    sub.add_argument("--kind", choices=kinds, help="what the path holds (default: as its contents say)")
    sub.add_argument("--strict", action="store_true", help="exit status 1 where rows went to quarantine")
    sub.add_argument("--no-check", action="store_true", help="leave the checks of data quality for later")
    sub = command("morning", _morning, "load as `load` does, unattended: recorded, with an alert where it went wrong")
    sub.add_argument(
        "path",
        nargs="?",
        help="as of `load`; @FILE where a file of one line says it (default: what LINEOFSIGHT_SOURCE says)",
    )
    sub.add_argument("--extracted-on", metavar="DATE", help="the extract's date, or `today`, or `yesterday`")
    sub.add_argument("--kind", choices=kinds[:-1], help="what the path holds (default: as its contents say)")
    sub.add_argument("--alert", metavar="COMMAND", help="called, without a shell, with a message on standard input")
    stale = "an alert where the extract is the same for more working days than this (default: 2)"
    sub.add_argument("--stale-after", type=_whole, default=2, metavar="DAYS", help=stale)
    sub.add_argument("--strict", action="store_true", help="an alert where rows went to quarantine")
    sub.add_argument("--no-check", action="store_true", help="leave the checks of data quality for later")
    sub.add_argument("--status", action="store_true", help="load nothing: list the latest attempts, and what is amiss")
    sub = command("snapshots", _snapshots, "list the snapshots, or go back to one with: snapshots use ID")
    sub.add_argument("action", nargs="?", choices=["list", "use"], default="list")
    sub.add_argument("id", nargs="?")
    sub = command(
        "quarantine", _quarantine, "the rows of a table that were not accepted, as they were written, and why"
    )
    sub.add_argument("table", help="for example ssd_cin_visits")
    _format(sub, ["table", "csv", "json"])
    sub = command("check", _check, "data-quality findings of the current snapshot; `check accept CODE` accepts one")
    sub.add_argument("what", nargs="*", metavar="[accept] CODE", help="a rule's code, for example CIN-VIS-01")
    by = ["rule", "table", "team", "worker"]
    sub.add_argument("--by", choices=by, help="count them by rule (as without it), table, team or worker")
    sub.add_argument("--all", action="store_true", help="also the rules that found nothing or were not run")
    sub.add_argument("--list", action="store_true", dest="listed", help="each finding, with its row and child")
    sub.add_argument("--team", help="with --list: of this team's children")
    sub.add_argument("--figures", action="store_true", help="between what the figures could lie once they are mended")
    sub.add_argument("--month", type=_month, help="with --figures: the month (default: the latest that ended)")
    sub.add_argument("--indicator", action="append", metavar="REF", help="with --figures: one indicator")
    sub.add_argument("--over-time", action="store_true", help="snapshot by snapshot: new, mended, still there")
    sub.add_argument("--to", type=Path, metavar="FOLDER", help="write a workbook for each team, and one for all")
    sub.add_argument("--record", help="with accept: the record's key")
    sub.add_argument("--child", help="with accept: the child's id")
    sub.add_argument("--table", help="with accept: the table, where the code alone doesn't say it")
    sub.add_argument("--reason", default="", help="with accept: why it stays as it is")
    sub.add_argument("--by-whom", default="", metavar="NAME", help="with accept: who says so")
    sub.add_argument("--until", type=_date, metavar="DATE", help="with accept: the last day on which that holds")
    sub.add_argument("--strict", action="store_true", help="exit status 1 where there are errors or warnings")
    _format(sub, ["table", "csv", "json"])
    sub = command("reported", _reported, "figures that were reported before this system, beside what is counted")
    _format(sub, ["table", "csv", "json"])
    sub = command("figures", _figures, "the figures, with numerator and denominator")
    sub.add_argument("--month", type=_month, help="the latest month, as 2023-03 (default: the latest that ended)")
    sub.add_argument("--now", action="store_true", help="at the extract date instead of a month's end")
    sub.add_argument("--months", type=_positive, default=1, help="how many months up to it")
    sub.add_argument("--indicator", action="append", metavar="REF", help="one indicator; may be given again")
    sub.add_argument("--by", action="append", metavar="BREAKDOWN", help=f"by {', '.join(DIMENSIONS)}, kind; or `all`")
    sub.add_argument("--window", choices=["snapshot", "month", "ytd", "rolling_year"])
    _format(sub, ["table", "csv", "json"])
    sub = command("children", _children, "the children behind a figure")
    sub.add_argument("ref")
    sub.add_argument("--month", type=_month)
    sub.add_argument("--now", action="store_true", help="at the extract date instead of a month's end")
    sub.add_argument("--window", choices=["snapshot", "month", "ytd", "rolling_year"])
    sub.add_argument("--met", choices=["yes", "no"], help="in the numerator, or not")
    sub.add_argument("--overdue", action="store_true", help="not in time")
    sub.add_argument("--due-within", type=_whole, metavar="DAYS", help="falling due from the date on")
    _format(sub, ["table", "csv", "json"])
    sub = command("book", _book, "the definitions: list, one in full, or `book check FOLDER`")
    sub.add_argument("ref", nargs="?", help="an indicator's reference, the name of a cohort, or `check`")
    sub.add_argument("folder", nargs="?", type=Path)
    sub = command("report", _report, "a report: highlight, monthly (to a file), or scrutiny (to a file)")
    sub.add_argument("name", choices=["highlight", "monthly", "scrutiny"])
    sub.add_argument("--month", type=_month)
    sub.add_argument("--now", action="store_true", help="at the extract date instead of a month's end")
    sub.add_argument("--to", type=Path, metavar="FILE", help="write it to FILE.xlsx, .html, .csv, .pdf, .docx or .pptx")
    sub = command("annex-a", _annex_a, "the eleven lists of Annex A as at a day, as a workbook")
    sub.add_argument("--on", type=_date, required=True, metavar="DATE", help="the day, up to the extract's own")
    sub.add_argument("--to", type=Path, required=True, metavar="FILE", help="write it to FILE.xlsx or .ods")
    sub.add_argument("--layout", metavar="NAME", help="the layout (default: the one that holds on the day)")
    sub.add_argument("--lists-alone", action="store_true", help="without the sheets that are for the council alone")
    sub = command(
        "prepare", _prepare, "work out what the web site shows of what is loaded (a load and the site do it themselves)"
    )
    sub = command("serve", _serve, "the web site, on this machine only unless site.toml has its https address")
    sub.add_argument("--port", type=_positive, default=8000)
    sub.add_argument("--host", default="127.0.0.1", help="the address to listen at (default: 127.0.0.1)")
    sub = command("users", _users, "list who may sign in to the web site, or add somebody: users add NAME --role ROLE")
    sub.add_argument("action", nargs="?", choices=["list", "add"], default="list")
    sub.add_argument("user_name", nargs="?", metavar="NAME")
    sub.add_argument("--role", help="for example administrator, who then adds the others on the site")
    sub.add_argument("--name", default="", metavar="TEXT", help="first name and last name")
    sub.add_argument("--ends-on", type=_date, metavar="DATE", help="the last day on which they may sign in")
    sub = command("manage", _manage, "Django's own commands for the web site, for example: manage check --deploy")
    sub.add_argument("arguments", nargs=argparse.REMAINDER, metavar="...")
    return parser


def _format(sub: argparse.ArgumentParser, formats: list[str]) -> None:
    sub.add_argument("--format", choices=formats, default="table")


def _month(text: str) -> Month:
    try:
        return Month.read(text)
    except ValueError as error:
        raise Refused(str(error)) from None


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Refused(f"{text!r} is not a date: write it as 2023-03-31") from None


def _positive(text: str) -> int:
    if not text.isdecimal() or len(text) > 9 or int(text) < 1:
        raise Refused(f"{text!r} is not a whole number of 1 or more")
    return int(text)


def _whole(text: str) -> int:
    if not text.isdecimal() or len(text) > 4:
        raise Refused(f"{text!r} is not a whole number of days, 0 to 9999")
    return int(text)


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _demo(call: argparse.Namespace) -> int:
    from lineofsight.demo import write_extract

    home = Home.from_environment()
    home.create()
    folder = home.path / "demonstration-extract"
    _say("Writing the demonstration council's extract (made-up people)")
    write_extract(folder, times=call.times)
    status = _load_path(home, str(folder), extracted_on=None, kind="ssd", strict=False)
    _prepare(call)
    for command in (
        "demonstration_people",
        "demonstration_audits",
        "demonstration_improvement",
        "demonstration_inspection",
    ):
        # A process of its own: the site's settings belong to one home folder.
        made = subprocess.run([sys.executable, "-m", "lineofsight", "manage", command], check=False)
        status = status or made.returncode
    return status


def _load(call: argparse.Namespace) -> int:
    home = Home.from_environment()
    if call.kind == "past-figures":
        return _load_past_figures(home, Path(call.path))
    status = _load_path(home, call.path, extracted_on=call.extracted_on, kind=call.kind, strict=call.strict)
    if not call.no_check:
        _say_what_waits(home)
        _prepare(call)
    return status


def _morning(call: argparse.Namespace) -> int:
    from lineofsight import morning

    home, today = Home.from_environment(), dt.date.today()  # noqa: DTZ011 - the day where the council is
    if call.status:
        rows, look = morning.status(home, today=today, stale_after=call.stale_after)
        _print_table(morning.COLUMNS, rows, sys.stdout)
        for sentence in look:
            _say(sentence)
        return 1 if look else 0
    days = {"today": today, "yesterday": today - dt.timedelta(days=1), None: None}
    attempt = morning.run(
        home,
        call.path,
        kind=call.kind,
        extracted_on=days[call.extracted_on] if call.extracted_on in days else _date(call.extracted_on),
        check=not call.no_check,
        strict=call.strict,
        stale_after=call.stale_after,
        alert=call.alert,
        today=today,
        clock=lambda: dt.datetime.now(dt.UTC),
    )
    loaded = attempt.outcome is morning.Outcome.LOADED
    for sentence in attempt.says if loaded else attempt.says[1:]:
        _say(sentence)
    if not loaded:
        return _refused(attempt.wrong)
    return 0 if attempt.went_well else 1


def _prepare(_: argparse.Namespace) -> int:
    from lineofsight.council import Council
    from lineofsight.prepared.making import prepare

    prepare(Council(Home.from_environment()), dt.date.today())  # noqa: DTZ011 - the day where the council is
    return 0


def _say_what_waits(home: Home) -> None:
    from lineofsight.checking import Checked
    from lineofsight.council import Council

    to_mend = Checked(Council(home), dt.date.today()).to_mend  # noqa: DTZ011 - the day where the council is
    counts = [f"{count:,} {severity}{'' if count == 1 else 's'}" for severity, count in sorted(to_mend.items())]
    _say(f"Checked: {' and '.join(counts)} to mend: `lineofsight check`" if counts else "Checked: nothing to mend")


def _load_path(home: Home, what: str, *, extracted_on: dt.date | None, kind: str | None, strict: bool) -> int:
    from lineofsight.loading import load
    from lineofsight.progress import steps
    from lineofsight.records.load_report import load_report

    loaded = load(
        home,
        what,
        extracted_on=extracted_on,
        kind=kind,
        now=dt.datetime.now(dt.UTC),
        showing=steps,
    )
    snapshot = loaded.snapshot
    reported = load_report(snapshot, loaded.left_aside)
    for line in (*(f"  {note}" for note in loaded.notes), *reported, *loaded.not_mapped):
        _say(line)
    _say(
        f"Snapshot {snapshot.id} serves: {snapshot.accepted:,} rows of {len(snapshot.taken)} "
        f"{'lists' if snapshot.files else 'tables'}, {snapshot.quarantined:,} in quarantine"
    )
    return 1 if strict and snapshot.unusable else 0


def _load_past_figures(home: Home, file: Path) -> int:
    from lineofsight.indicators.book import read_book
    from lineofsight.indicators.reported import keep_reported, read_past_figures

    if not file.is_file():
        raise Refused(f"{file}: there is no such file")
    book = read_book(home.book)
    figures = read_past_figures(file, book, dt.datetime.now(dt.UTC))
    home.create()
    keep_reported(home.as_reported, figures)
    unknown = sorted({figure.ref for figure in figures} - set(book.named("indicator")))
    if unknown:
        _say(f"  kept, though the book has no such indicator: {', '.join(unknown)}")
    months = sorted({figure.month for figure in figures})
    span = f" for {months[0]} to {months[-1]}" if months else ""
    _say(f"{len(figures):,} figures kept as reported{span}: `lineofsight reported` shows them beside what is counted")
    return 0


def _reported(call: argparse.Namespace) -> int:
    from lineofsight.council import Council
    from lineofsight.indicators.reported import BESIDE, beside, reported

    home = Home.from_environment()
    kept = reported(home.as_reported)
    if not kept:
        raise Refused("No past figures were loaded yet: lineofsight load FILE.csv --kind past-figures")
    _write(call.format, BESIDE, beside(kept, Council(home)))
    return 0


def _check(call: argparse.Namespace) -> int:
    from lineofsight.checking import RANGES, Checked, range_rows
    from lineofsight.council import Council
    from lineofsight.records.checks import listing
    from lineofsight.records.checks.over_time import over_time

    council = Council(Home.from_environment())
    checked = Checked(council, dt.date.today())  # noqa: DTZ011 - the day where the council is
    accepting = call.what[:1] == ["accept"]
    codes = call.what[1:] if accepting else call.what
    if len(codes) > 1:
        raise Refused("Name one rule: lineofsight check CODE, or lineofsight check accept CODE")
    call.code = codes[0] if codes else None
    if accepting:
        return _accept(call, checked)
    if call.code and call.code not in checked.rules:
        raise Refused(f"There is no rule {call.code!r}: `lineofsight check --all` lists them")
    findings = checked.findings
    if call.team and call.team not in listing.teams(findings):
        have = ", ".join(filter(None, listing.teams(findings))) or "none"
        raise Refused(f"There are no findings of a team {call.team!r}. Teams that have some: {have}")
    if call.to:
        return _write_findings(checked, call.to)
    if call.figures:
        month = call.month or council.latest_month
        counted = council.count([month], refs=call.indicator)
        rows = [row for row in range_rows(checked, checked.ranges(counted)) if not call.code or row[3] == call.code]
        _write(call.format, RANGES, rows)
    elif call.over_time:
        _write(call.format, *over_time(checked.points(), "team" if call.by == "team" else call.by or "severity"))
    elif call.listed:
        _write(call.format, *listing.listed(findings, code=call.code, team=call.team))
    elif call.by not in (None, "rule"):
        _write(call.format, *listing.by_group(findings, call.by))
    else:
        columns, rows = listing.by_rule(findings, distorts=checked.distorts)
        state = columns.index("state")
        waiting = sum(row[state].startswith("not run") for row in rows)
        rows = [
            row for row in rows if call.all or call.code or row[state] in ("found", "accepted") or "fail" in row[state]
        ]
        rows = [row for row in rows if not call.code or row[0] == call.code]
        if call.format == "table" and not call.code:
            shown = [columns.index(name) for name in ("code", "severity", "faults", "rows", "accepted", "distorts")]
            rows = [(*(row[n] for n in shown), checked.rules[row[0]].title, row[state]) for row in rows]
            columns = (*(columns[n] for n in shown), "what is wrong", "state")
        _write(call.format, columns, rows)
        if waiting and not call.all and not call.code:
            _say(f"{waiting} rules were not run, for want of what they read: `lineofsight check --all` lists them")
    return 1 if call.strict and checked.to_mend else 0


def _accept(call: argparse.Namespace, checked: Any) -> int:
    from lineofsight.records.checks.accepted import accept

    if not call.code:
        raise Refused("Say which rule: lineofsight check accept CODE --record KEY or --child ID")
    if call.until is None:
        raise Refused("A finding is accepted until a day: add --until DATE")
    accepted = accept(
        checked.council.home.accepted_findings,
        checked.rules,
        code=call.code,
        reason=call.reason,
        by=call.by_whom,
        until=call.until,
        today=checked.today,
        table=call.table or "",
        record=call.record or "",
        person_id=call.child or "",
        among=checked.findings,
    )
    _say(f"Accepted until {accepted.until}: {accepted.code} of {accepted.table}")
    return 0


def _write_findings(checked: Any, folder: Path) -> int:
    from lineofsight.reports.findings_xlsx import write_all

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for file in write_all(
        checked.findings, folder, council=checked.council.snapshot.council, distorts=checked.distorts
    ):
        _say(f"{file} written")
    return 0


def _snapshots(call: argparse.Namespace) -> int:
    from lineofsight.records.snapshots import Snapshots

    snapshots = Snapshots(Home.from_environment().snapshots)
    if call.action == "use":
        if not call.id:
            raise Refused("say which snapshot: lineofsight snapshots use ID")
        _say(f"Snapshot {snapshots.use(call.id).id} serves")
        return 0
    if call.id:
        raise Refused("to go back to a snapshot: lineofsight snapshots use ID")
    listed = snapshots.listed()
    current = snapshots.current_id()
    for damaged in snapshots.damaged():
        _say(f"Snapshot {damaged} is damaged and not listed: load its extract again")
    rows = [
        (
            "serves" if s.id == current else "",
            s.id,
            str(s.extracted_on),
            s.loaded_at,
            s.source,
            s.accepted,
            s.quarantined,
        )
        for s in listed
    ]
    _print_table(("", "id", "extracted on", "loaded at", "source", "rows", "in quarantine"), rows, sys.stdout)
    return 0


def _quarantine(call: argparse.Namespace) -> int:
    from lineofsight.records.snapshots import Snapshots

    columns, rows = Snapshots(Home.from_environment().snapshots).current().quarantined_rows(call.table)
    _write(call.format, columns, rows)
    return 0


def _figures(call: argparse.Namespace) -> int:
    from lineofsight.council import Council
    from lineofsight.indicators.children import window_of
    from lineofsight.indicators.figures import COLUMNS, figure_rows, lay_figures

    council = Council(Home.from_environment())
    kinds = bool({"kind", "all"} & set(call.by or []))
    by = _breakdowns(council, [name for name in call.by or [] if name != "kind"])
    latest = call.month or council.latest_month
    if call.months > 1 and latest.minus(call.months - 1).year < council.calendar.first.year:
        raise Refused(
            f"{call.months} months up to {latest} reach back before {council.calendar.first.year}, "
            f"the first year whose working days are known: ask for fewer"
        )
    months = months_to(latest, call.months)
    if call.window and call.indicator:
        for ref in call.indicator:
            window_of(council.book.indicator(ref)[-1], call.window)
    if call.now and (call.month or call.months > 1):
        raise Refused("--now and --month or --months can't go together: choose one")
    counted = council.count([] if call.now else months, now=call.now, refs=call.indicator, breakdowns=by)
    lay_figures(counted, by)
    rows = figure_rows(counted.database, [call.window] if call.window else None, kinds=kinds)
    if call.indicator:
        rows = [row for row in rows if row[0] in call.indicator]
    _write(call.format, COLUMNS, rows)
    return 0


def _breakdowns(council: Any, asked: Sequence[str]) -> list[str]:
    known = [
        name
        for name in council.book.named("breakdown")
        if council.book.latest("breakdown", name).header.get("figures", True)
    ]
    if "all" in asked:
        return known
    unknown = next((name for name in asked if name not in known), None)
    if unknown:
        raise Refused(f"There is no breakdown {unknown!r} in the book: it has {', '.join(known)}")
    return list(dict.fromkeys(asked))


def _children(call: argparse.Namespace) -> int:
    from lineofsight.council import Council
    from lineofsight.indicators.children import COLUMNS, LISTED_WITH, Asked, children_behind, window_of

    council = Council(Home.from_environment())
    if call.now and call.month:
        raise Refused("--now and --month can't go together: choose one")
    window = window_of(council.book.indicator(call.ref)[-1], call.window)
    month = call.month or council.latest_month
    counted = council.count([] if call.now else [month], now=call.now, refs=[call.ref], breakdowns=LISTED_WITH)
    on = council.snapshot.extracted_on if call.now else month.end
    asked = Asked(met=None if call.met is None else call.met == "yes", overdue=call.overdue, due_within=call.due_within)
    _write(call.format, COLUMNS, children_behind(counted, call.ref, on, window, asked))
    return 0


def _book(call: argparse.Namespace) -> int:
    from lineofsight.council import Council
    from lineofsight.indicators.book import read_book
    from lineofsight.indicators.checks import check_book
    from lineofsight.indicators.explain import explain, listing

    home = Home.from_environment()
    if call.ref == "check":
        folder = call.folder or home.book
        if not folder.is_dir():
            raise Refused(f"{folder}: there is no such folder of definitions")
        book = read_book(folder)
        check_book(book)
        own = sum(definition.own for definition in book.all())
        _say(f"{folder}: {own} definition{'s' if own != 1 else ''}, nothing to mend")
        return 0
    council = Council(home)
    check_book(council.book, home.cache)
    if call.ref is None:
        _print_table(*listing(council.book), sys.stdout)
    else:
        print(explain(council.book, call.ref))
    return 0


def _report(call: argparse.Namespace) -> int:
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
    _say(f"{call.to} written")
    return 0


def _report_monthly(call: argparse.Namespace) -> int:
    from lineofsight.prepared.monthly import write_monthly

    if call.now and call.month:
        raise Refused("--now and --month can't go together: choose one")
    if call.to is None:
        raise Refused("The monthly report is a book of sections: --to FILE.pdf, .xlsx or .html")
    today = dt.date.today()  # noqa: DTZ011 - the day where the council is
    write_monthly(Home.from_environment(), call.to, made_on=today, month=call.month, now=call.now)
    _say(f"{call.to} written")
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


def _annex_a(call: argparse.Namespace) -> int:
    from lineofsight.annex_a.command import produce_and_write

    home, now = Home.from_environment(), dt.datetime.now(dt.UTC)
    produce_and_write(home, call.on, call.to, layout=call.layout, lists_alone=call.lists_alone, now=now, say=_say)
    return 0


def _serve(call: argparse.Namespace) -> int:
    from lineofsight.web.serve import serve

    serve(call.host, call.port)
    return 0


def _users(call: argparse.Namespace) -> int:
    from lineofsight.web.accounts import command

    if call.action == "list":
        _print_table(command.COLUMNS, command.list_users(), sys.stdout)
        return 0
    if not call.user_name or not call.role:
        raise Refused("to add somebody: lineofsight users add NAME --role ROLE")
    today = dt.date.today()  # noqa: DTZ011 - the day where the council is
    said = command.add_user(call.user_name, role=call.role, name=call.name, ends_on=call.ends_on, today=today)
    _say(said)
    return 0


def _manage(call: argparse.Namespace) -> int:
    from lineofsight.web.accounts.command import manage

    return manage(call.arguments)


def _write(form: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        flags = any(isinstance(value, bool) for value in (rows[0] if rows else ()))
        writer.writerows([[_word(value) for value in row] for row in rows] if flags else rows)
    elif form == "json":
        listed = [{c: _json_value(c, v) for c, v in zip(columns, row, strict=True)} for row in rows]
        print(json.dumps(listed, indent=1, ensure_ascii=False))
    else:
        _print_table(columns, rows, sys.stdout)


def _shown(column: str, value: Any) -> str:
    """A cell of a table to read: figures with one decimal, texts on one line."""
    if value is None:
        return ""
    if isinstance(value, float) or (column == "value" and not isinstance(value, int)):
        try:
            return f"{float(value):.1f}"
        except ValueError:
            pass
    return " ".join(str(_word(value)).split())


def _word(value: Any) -> Any:
    return ("yes" if value else "no") if isinstance(value, bool) else value


def _json_value(column: str, value: Any) -> Any:
    if column == "value" and isinstance(value, str):
        return json.loads(value)  # the text of a number, as the CSV has it
    return str(value) if isinstance(value, dt.date) else value


def _print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], to: TextIO) -> None:
    text = [[_shown(column, v) for column, v in zip(columns, row, strict=True)] for row in rows]
    widths = [max(map(len, cells)) for cells in zip(columns, *text, strict=True)]
    for row in (list(columns), *text):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip(), file=to)


if __name__ == "__main__":
    sys.exit(main())

"""Commands that take records in, and that say what was taken: demo, load, morning, prepare, reported, snapshots."""

from __future__ import annotations

import argparse
import datetime as dt
import subprocess
import sys
from pathlib import Path

from lineofsight.commands.given import date
from lineofsight.commands.saying import refused, say
from lineofsight.commands.tables import print_table, write
from lineofsight.home import Home
from lineofsight.problems import Refused


def demo(call: argparse.Namespace) -> int:
    from lineofsight.demo import write_extract

    home = Home.from_environment()
    home.create()
    folder = home.path / "demonstration-extract"
    say("Writing the demonstration council's extract (made-up people)")
    write_extract(folder, times=call.times)
    status = _load_path(home, str(folder), extracted_on=None, kind="ssd", strict=False)
    prepare(call)
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


def load(call: argparse.Namespace) -> int:
    home = Home.from_environment()
    if call.kind == "past-figures":
        return _load_past_figures(home, Path(call.path))
    status = _load_path(home, call.path, extracted_on=call.extracted_on, kind=call.kind, strict=call.strict)
    if not call.no_check:
        _say_what_waits(home)
        prepare(call)
    return status


def morning(call: argparse.Namespace) -> int:
    from lineofsight import morning

    home, today = Home.from_environment(), dt.date.today()  # noqa: DTZ011 - the day where the council is
    if call.status:
        rows, look = morning.status(home, today=today, stale_after=call.stale_after)
        print_table(morning.COLUMNS, rows, sys.stdout)
        for sentence in look:
            say(sentence)
        return 1 if look else 0
    days = {"today": today, "yesterday": today - dt.timedelta(days=1), None: None}
    attempt = morning.run(
        home,
        call.path,
        kind=call.kind,
        extracted_on=days[call.extracted_on] if call.extracted_on in days else date(call.extracted_on),
        check=not call.no_check,
        strict=call.strict,
        stale_after=call.stale_after,
        alert=call.alert,
        today=today,
        clock=lambda: dt.datetime.now(dt.UTC),
    )
    loaded = attempt.outcome is morning.Outcome.LOADED
    for sentence in attempt.says if loaded else attempt.says[1:]:
        say(sentence)
    if not loaded:
        return refused(attempt.wrong)
    return 0 if attempt.went_well else 1


def prepare(_: argparse.Namespace) -> int:
    from lineofsight.council import Council
    from lineofsight.prepared.making import prepare

    prepare(Council(Home.from_environment()), dt.date.today())  # noqa: DTZ011 - the day where the council is
    return 0


def _say_what_waits(home: Home) -> None:
    from lineofsight.checking import Checked
    from lineofsight.council import Council

    to_mend = Checked(Council(home), dt.date.today()).to_mend  # noqa: DTZ011 - the day where the council is
    counts = [f"{count:,} {severity}{'' if count == 1 else 's'}" for severity, count in sorted(to_mend.items())]
    say(f"Checked: {' and '.join(counts)} to mend: `lineofsight check`" if counts else "Checked: nothing to mend")


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
        say(line)
    say(
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
        say(f"  kept, though the book has no such indicator: {', '.join(unknown)}")
    months = sorted({figure.month for figure in figures})
    span = f" for {months[0]} to {months[-1]}" if months else ""
    say(f"{len(figures):,} figures kept as reported{span}: `lineofsight reported` shows them beside what is counted")
    return 0


def reported(call: argparse.Namespace) -> int:
    from lineofsight.council import Council
    from lineofsight.indicators.reported import BESIDE, beside, reported

    home = Home.from_environment()
    kept = reported(home.as_reported)
    if not kept:
        raise Refused("No past figures were loaded yet: lineofsight load FILE.csv --kind past-figures")
    write(call.format, BESIDE, beside(kept, Council(home)))
    return 0


def snapshots(call: argparse.Namespace) -> int:
    from lineofsight.records.snapshots import Snapshots

    snapshots = Snapshots(Home.from_environment().snapshots)
    if call.action == "use":
        if not call.id:
            raise Refused("say which snapshot: lineofsight snapshots use ID")
        say(f"Snapshot {snapshots.use(call.id).id} serves")
        return 0
    if call.id:
        raise Refused("to go back to a snapshot: lineofsight snapshots use ID")
    listed = snapshots.listed()
    current = snapshots.current_id()
    for damaged in snapshots.damaged():
        say(f"Snapshot {damaged} is damaged and not listed: load its extract again")
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
    print_table(("", "id", "extracted on", "loaded at", "source", "rows", "in quarantine"), rows, sys.stdout)
    return 0


def quarantine(call: argparse.Namespace) -> int:
    from lineofsight.records.snapshots import Snapshots

    columns, rows = Snapshots(Home.from_environment().snapshots).current().quarantined_rows(call.table)
    write(call.format, columns, rows)
    return 0

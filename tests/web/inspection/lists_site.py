"""A home of the demonstration of its own with two runs of Annex A, made once for all tests of a process."""

from __future__ import annotations

import atexit
import datetime as dt
import json
import shutil
import tempfile
from functools import cache
from pathlib import Path

from lineofsight.annex_a.producing import produce
from lineofsight.annex_a.runs import Run, Runs
from lineofsight.council import Council
from lineofsight.home import Home

ON = dt.date(2023, 3, 31)
NOW = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)


@cache
def home_with_runs(of: Path) -> Home:
    """The lists of 28 February and of 31 March 2023: runs 2023-02-28.1 and 2023-03-31.1, and no others.

    They were made while the extract had no early help, so that list 2 could not be made.
    """
    home = Home(Path(tempfile.mkdtemp(prefix="lineofsight-lists-")) / "home")
    atexit.register(shutil.rmtree, home.path.parent, ignore_errors=True)
    shutil.copytree(of, home.path, ignore=shutil.ignore_patterns("demonstration-extract", "annex_a"))
    manifest = Council(home).snapshot.folder / "manifest.json"
    whole = manifest.read_text(encoding="utf-8")
    without = json.loads(whole)
    del without["tables"]["ssd_early_help_episodes"]
    manifest.write_text(json.dumps(without), encoding="utf-8")
    produce(Council(home), dt.date(2023, 2, 28), "2024", now=NOW - dt.timedelta(days=1))
    produce(Council(home), ON, "2024", now=NOW)
    manifest.write_text(whole, encoding="utf-8")
    return home


def march(home: Home) -> Run:
    """The run of 31 March."""
    run = Runs(home.path / "annex_a" / "runs").named("2023-03-31.1")
    assert run is not None
    return run

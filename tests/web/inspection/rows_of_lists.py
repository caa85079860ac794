"""A run of Annex A of a little made-up council, and a signature under it, for the test that asks for every page."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from lineofsight.annex_a.runs import Run, Runs
from lineofsight.home import Home
from lineofsight.web.accounts.models import User
from lineofsight.web.inspection.lists import signing
from tests.annex_a.test_laying import plan
from tests.annex_a.test_runs import a_run


@cache
def little_run() -> Run:
    """A run with one child on a plan."""
    home = Home(Path(tempfile.mkdtemp(prefix="lineofsight-run-")) / "home")
    atexit.register(shutil.rmtree, home.path.parent, ignore_errors=True)
    return a_run(home, [plan("Wren", "2022-11-01")]).run


def rows_of_lists(lead: User) -> dict[str, dict[str, Any]]:
    """A run that is kept in the site's home, with List 7 signed as valid by the lead."""
    run = little_run()
    runs = Path(settings.LINEOFSIGHT_HOME) / "annex_a" / "runs"
    shutil.copytree(run.folder, runs / run.id, dirs_exist_ok=True)
    kept = Runs(runs).named(run.id)
    assert kept is not None
    signature = signing.sign(by=lead, run=kept, number=7, step="valid", note="Made up")
    of_run = {"run_id": run.id}
    return {
        "inspection:run": of_run,
        "inspection:download_lists": of_run,
        "inspection:run_list": {**of_run, "number": 7},
        "inspection:run_list_children": {**of_run, "number": 7, "what": "to-mend"},
        "inspection:sign_list": {**of_run, "number": 7, "step": "recognised"},
        "inspection:take_back_signature": {"pk": signature.pk},
    }

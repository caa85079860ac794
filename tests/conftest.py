"""What all tests share: a home of their own, and extracts made from little tables."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow
import pytest
from hypothesis import Phase, settings

from lineofsight.home import Home

try:
    import fcntl
except ImportError:  # Windows has no fcntl: there tests run in one process
    fcntl = None  # type: ignore[assignment]

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "lineofsight"
#: Where the demonstration is kept between runs.
KEPT = ROOT / ".pytest_cache" / "demonstration"
# Shrinking a whole council takes minutes: `make fuzz` does it.
_QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
settings.register_profile("tests", deadline=None, max_examples=4, derandomize=True, phases=_QUICK)
settings.register_profile("thorough", deadline=None, max_examples=8, derandomize=True, phases=_QUICK)
settings.register_profile("fuzz", deadline=None, max_examples=300)
settings.load_profile(next((name for name in ("fuzz", "thorough") if os.environ.get(name.upper())), "tests"))

#: What takes long by intent, beside what is marked so where it stands: whole stories in a browser, servers that are
#: started, random lives, the demonstration made anew, files of the full size, each of many columns taken away, the
#: council's figures counted twice, every report in all its forms. `make thorough` runs it.
_THOROUGH = (
    *("property/", "web/api/test_schemathesis.py", "sources/ssda903/test_fuzz.py", "sources/test_mutated_files.py"),
    *("sources/annex_a/test_figures.py", "sources/annex_a/test_mutations.py", "indicators/test_missing_data.py"),
    *("web/performance/test_views_book.py", "published/test_trying.py", "web/test_serving.py"),
    "prepared/test_making.py",
    *("reports/test_renderings.py", "reports/test_disclosed.py", "reports/test_document_pdf.py"),
    *("sources/annex_a/test_fills.py", "annex_a/test_runs.py", "web/audits/test_demonstration_shows.py"),
    *("sources/test_ssd_repairs.py", "web/test_browser.py"),
    "web/performance/test_views_monthly.py::test_the_workbook",
    "indicators/test_checks.py::test_what_was_found_is_kept_and_thrown_away",
    *("published/test_frozen.py", "annex_a/test_workbook.py", "sources/annex_a/test_annex_a.py::test_two_hundred"),
    *("web/audits/test_demonstration.py", "demo/test_extract.py"),
    *("web/audits/test_browser_audits.py", "web/performance/test_browser_performance.py"),
    *("web/improvement/test_browser_improvement.py", "web/surgery/test_browser_surgery.py"),
    *("web/inspection/test_browser_inspection.py", "web/accounts/test_browser_accounts.py::test_from_a_new_inspector"),
    "web/accounts/test_commands.py::test_it_serves_with_two_workers",
    "web/accounts/test_commands.py::test_two_that_start_at_once",
    "web/accounts/test_signing_in.py::test_many_addresses_that_try_one_name",
    "web/test_serve.py::test_it_serves_says_where_and_stops",
    "sources/test_database.py::test_a_table_larger_than_memory",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.removeprefix("tests/").startswith(_THOROUGH):
            item.add_marker(pytest.mark.thorough)
    # One process makes the demonstration, which takes a minute, while others run what doesn't need it.
    need = {item.path for item in items if "demonstration" in getattr(item, "fixturenames", ())}
    items.sort(key=lambda item: item.path in need and "golden" not in item.path.parts)
    items.sort(key=lambda item: "golden" not in item.path.parts)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An empty home folder, which the command uses too."""
    monkeypatch.setenv("LINEOFSIGHT_HOME", str(tmp_path / "home"))
    return Home(tmp_path / "home")


@pytest.fixture(scope="session")
def demonstration() -> Home:
    """The demonstration council, loaded and worked out. Tests only read it: all processes of a run share one folder.

    It is kept for the next run, under a fingerprint of all that it was made by: whatever changes there makes it anew.
    """
    if given := os.environ.get("LINEOFSIGHT_DEMONSTRATION"):  # for whoever changes the program all the time
        return Home(Path(given))
    folder = KEPT / _fingerprint()
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        if fcntl is not None:
            fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "whole").exists():
            others = sorted((each for each in KEPT.iterdir() if each.is_dir()), key=lambda each: each.stat().st_mtime)
            for old in others[:-2]:  # a run that is under way may read one of the latest
                shutil.rmtree(old)
            _make_demonstration(folder / "home")
            (folder / "whole").touch()
    return Home(folder / "home")


def _make_demonstration(home: Path) -> None:
    """In a process of its own, as people make it: its settings belong to that home folder."""
    environment = {**os.environ, "LINEOFSIGHT_HOME": str(home)}
    for name in ("DJANGO_SETTINGS_MODULE", "LINEOFSIGHT_DATABASE"):
        environment.pop(name, None)
    for command in ("demo", "prepare"):
        made = subprocess.run([sys.executable, "-m", "lineofsight", command], env=environment, check=False)
        assert made.returncode == 0, command


#: What has no part in making the demonstration: pages, and what is written from figures.
_HAS_NO_PART = (
    *(f"web/improvement/{room}/" for room in ("assurance", "boards", "evaluation", "plan", "reporting", "risks")),
    *(f"reports/{name}" for name in ("document", "disclosed", "sentences", "renderings", "highlight_", "settled")),
    *("reports/monthly", "reports/equality", "prepared/monthly", "web/performance/views_monthly"),
    "statistics/disclosure",
)


def _fingerprint() -> str:
    """Changes with every file of the program that makes it, with Python and with the engine."""
    digest = hashlib.sha256(f"{sys.version} {duckdb.__version__} {pyarrow.__version__}".encode())
    for file in sorted(SOURCE.rglob("*")):
        if file.is_file() and file.suffix not in (".pyc", ".css", ".js", ".html", ".svg"):
            if file.relative_to(SOURCE).as_posix().startswith(_HAS_NO_PART):
                continue
            digest.update(file.relative_to(SOURCE).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]

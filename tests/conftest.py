"""What all tests share: a home of their own, and extracts made from little tables."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from lineofsight.home import Home

# Shrinking a whole council takes minutes: `make fuzz` does it.
_QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
settings.register_profile("tests", deadline=None, max_examples=10, derandomize=True, phases=_QUICK)
settings.register_profile("fuzz", deadline=None, max_examples=300)
settings.load_profile("fuzz" if os.environ.get("FUZZ") else "tests")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An empty home folder, which the command uses too."""
    monkeypatch.setenv("LINEOFSIGHT_HOME", str(tmp_path / "home"))
    return Home(tmp_path / "home")


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The demonstration council, loaded once for each test process. Tests only read it."""
    from lineofsight.cli import main

    folder = tmp_path_factory.mktemp("demonstration")
    before = os.environ.get("LINEOFSIGHT_HOME")
    os.environ["LINEOFSIGHT_HOME"] = str(folder / "home")
    try:
        assert main(["demo"]) == 0
    finally:
        if before is None:
            del os.environ["LINEOFSIGHT_HOME"]
        else:
            os.environ["LINEOFSIGHT_HOME"] = before
    return Home(folder / "home")

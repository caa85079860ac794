"""The committed stylesheet is what its sources give, brings its licence, and fetches nothing."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMITTED = ROOT / "src" / "lineofsight" / "web" / "static" / "lineofsight.css"
SASS = ROOT / "node_modules" / "sass" / "sass.js"


@pytest.mark.skipif(not SASS.exists() or not shutil.which("node"), reason="needs Node and sass: npm ci")
def test_it_is_current() -> None:
    arguments = ["--style=compressed", "--no-charset", "--load-path=node_modules", "--quiet-deps"]
    built = subprocess.run(
        ["node", str(SASS), *arguments, "styles/lineofsight.scss"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert built.stdout.strip() == COMMITTED.read_text(encoding="utf-8").strip(), "run: npm run build"


def test_it_brings_the_licence_notice() -> None:
    assert "GOV.UK Frontend, MIT licence, Copyright (C) 2017 Crown Copyright" in COMMITTED.read_text(encoding="utf-8")


def test_it_has_neither_the_reserved_font_nor_anything_to_fetch() -> None:
    css = COMMITTED.read_text(encoding="utf-8")
    assert "GDS Transport" not in css and "@font-face" not in css
    assert not re.search(r"url\(|@import", css)
    assert len(css) < 70_000


def test_the_lock_file_names_no_host_but_the_public_registry() -> None:
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert set(re.findall(r"https?://([^/\"]+)", lock)) <= {"registry.npmjs.org"}

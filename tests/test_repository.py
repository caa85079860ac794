"""What a stranger who clones the repository relies on: locked, from public indexes, and free of one machine's ways."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PUBLIC = {"https://pypi.org", "https://files.pythonhosted.org", "https://registry.npmjs.org"}


@pytest.mark.parametrize("lock", ["uv.lock", "package-lock.json", "requirements.txt", "requirements-uv.txt"])
def test_a_lock_file_names_no_host_but_the_public_indexes(lock: str) -> None:
    named = set(re.findall(r"https?://[A-Za-z0-9.:-]+", (ROOT / lock).read_text(encoding="utf-8")))
    assert named <= PUBLIC


def test_requirements_are_what_is_locked() -> None:
    pinned = re.findall(r"^([A-Za-z0-9._-]+)==([^ \\;]+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    locked = re.findall(r'^name = "(.+)"\nversion = "(.+)"', (ROOT / "uv.lock").read_text(), re.MULTILINE)
    assert pinned
    assert set(pinned) <= set(locked), "run `make lock`"


def test_no_file_names_a_path_of_one_machine() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    mentions = re.compile(r"/(root|home/[a-z]+|work)/")
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.suffix in {".png", ".ttf", ".css", ".lock"} or path == Path(__file__) or not path.is_file():
            continue
        found = mentions.search(path.read_text(encoding="utf-8"))
        assert not found, f"{name}: {found and found.group()}"

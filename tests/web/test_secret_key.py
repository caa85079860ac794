"""The site's key is made once and is its owner's alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.web.secret_key import kept_secret_key


def test_it_is_made_once_and_private(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    key = kept_secret_key(home)
    assert len(key) >= 50
    assert kept_secret_key(home) == key
    assert (home.path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert sorted(entry.name for entry in home.path.iterdir()) == ["secret_key"]


def test_those_who_start_at_once_share_it(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: kept_secret_key(home), range(24)))) == 1


def test_one_that_others_can_read_is_closed_to_them(tmp_path: Path) -> None:
    home = Home(tmp_path)
    kept_secret_key(home)
    (tmp_path / "secret_key").chmod(0o644)
    kept_secret_key(home)
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_an_empty_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("")
    with pytest.raises(Refused, match="delete it"):
        kept_secret_key(Home(tmp_path))


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(Refused, match="secret_key"):
        kept_secret_key(Home(tmp_path / "home"))

"""A return with some of its bytes changed loads or is refused in one line, and loses no row. `FUZZ=yes` tries more."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.sources import ssda903
from tests.sources.returns.reading import load, nothing_is_lost
from tests.sources.ssda903.making import child, episode, write

LISTS = {
    "header": [child(1), child(2, MOTHER="1", MC_DOB="01/01/2025")],
    "episodes": [episode(1, "01/05/2024", "01/08/2024"), episode(1, "01/08/2024", "", "L"), episode(2, "01/02/2025")],
    "reviews": [{"CHILD": "child-1", "DOB": "01/02/2012", "REVIEW": "20/05/2024", "REVIEW_CODE": "PN1"}],
}
PIECES = [
    *(b",", b",,,,", b'"', b'""', b"\n", b"\r", b"\r\n", b"\0", b"\xff", b"\xe9", b"\xef\xbb\xbf", b";", b"\t", b" "),
    *(b"31/02/2025", b"2024-05-01", b"01/01/1900", b"31/12/9999", b"99999999999999999999", b"NULL", b"=1+1", b"zz"),
    *(b"CHILD", b"DECOM", b"child-1", b"S", b"X1", b"\xf0\x9f\x91\xa7", b"x" * 70_000, b"\n" * 50),
]
CHANGE = st.tuples(st.sampled_from(sorted(LISTS)), st.integers(0, 600), st.integers(-60, len(PIECES) - 1))


@seed(903)
@settings(
    max_examples=1_000 if os.environ.get("FUZZ") else 10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(CHANGE, min_size=1, max_size=4))
def test_a_changed_return_loads_or_is_refused_in_one_line(changes: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = write(Path(name) / "return", lists=LISTS)
        for listed, at, value in changes:
            file = folder / f"{listed}.csv"
            written = file.read_bytes()
            at %= len(written) + 1
            put, cut = (PIECES[value], 0) if value >= 0 else (b"", -value)
            file.write_bytes(written[:at] + put + written[at + cut :])
        try:
            snapshot = load(ssda903, Home(Path(name) / "home"), folder, dt.date(2025, 3, 31))
        except Refused as refusal:
            assert "\n" not in str(refusal)
            assert "child-1" not in str(refusal)
        else:
            nothing_is_lost(snapshot)

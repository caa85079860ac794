"""A census with some of its bytes changed loads or is refused in one line, and loses no row. `FUZZ=yes` tries more."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.sources import cin_census
from tests.sources.cin_census.making import assessment, child, cp_plan, details, xml
from tests.sources.returns.reading import load, nothing_is_lost

CENSUS = xml(
    [
        child(1, details("2024-05-01", Assessments=assessment("2024-05-02", "2024-06-01", "1A")), UPN="A123456789012"),
        child(
            2,
            details(
                "2024-05-01",
                CINPlanDates={"CINPlanStartDate": "2024-06-01"},
                Section47={
                    "S47ActualStartDate": "2024-06-03",
                    "DateOfInitialCPC": "2024-06-20",
                    "ICPCnotRequired": "0",
                },
                ChildProtectionPlans=cp_plan("2024-06-20", None, "2024-09-10"),
            ),
        ),
    ]
).encode()
PIECES = [
    *(
        b"<",
        b">",
        b"</Child>",
        b"<Child>",
        b"</Children>",
        b"&",
        b"&lt;",
        b"&#0;",
        b"&#13;",
        b"\0",
        b"\xff\xfe",
        b"\xc3\x28",
    ),
    *(b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<?xml version='1.1'?>", b"<!DOCTYPE x>", b'"', b"'", b",", b"\r", b"\n"),
    *(b"31/02/2025", b"2024-05-01", b"1900-01-01", b"99999999999999999999", b"NULL", b"=1+1", b"\xf0\x9f\x91\xa7"),
    *(b"<CINdetails/>", b"<LAchildID/>", b"<LAchildID>1.0</LAchildID>", b"xmlns='x'", b"c:", b" " * 200, b"x" * 70_000),
]
#: Where and how the census is changed: a cut, a piece put in, two pieces exchanged, a byte turned into another.
CHANGE = st.one_of(
    st.tuples(st.just("cut"), st.integers(0, len(CENSUS)), st.integers(0, 400)),
    st.tuples(st.just("put"), st.integers(0, len(CENSUS)), st.integers(0, len(PIECES) - 1)),
    st.tuples(st.just("again"), st.integers(0, len(CENSUS)), st.integers(1, 400)),
    st.tuples(st.just("byte"), st.integers(0, len(CENSUS) - 1), st.integers(0, 255)),
)


def changed(changes: list[tuple[str, int, int]]) -> bytes:
    census = CENSUS
    for what, at, value in changes:
        match what:
            case "cut":
                census = census[:at] + census[at + value :]
            case "put":
                census = census[:at] + PIECES[value] + census[at:]
            case "again":
                census = census[:at] + census[at : at + value] * 2 + census[at + value :]
            case "byte":
                census = census[:at] + bytes([value]) + census[at + 1 :]
    return census


@seed(903)
@settings(
    max_examples=2_000 if os.environ.get("FUZZ") else 50,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(CHANGE, min_size=1, max_size=4))
def test_a_changed_census_loads_or_is_refused_in_one_line(changes: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "census.xml"
        path.write_bytes(changed(changes))
        try:
            snapshot = load(cin_census, Home(Path(folder) / "home"), path)
        except Refused as refusal:
            assert re.match(r"census\.xml, (line \d+|Header): \S|census\.xml: holds no child", str(refusal))
            assert "\n" not in str(refusal)
            assert "child-1" not in str(refusal)
        else:
            nothing_is_lost(snapshot)

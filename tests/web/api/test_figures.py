"""Figures for programs are those of the command, cell by cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from lineofsight.cli import main
from lineofsight.home import Home
from tests.web.api.conftest import Program

Make = Callable[..., Program]


def said_by_command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, home: Home, *call: str) -> str:
    monkeypatch.setenv("LINEOFSIGHT_HOME", str(home.path))
    capsys.readouterr()
    assert main([*call, "--format", "csv"]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("address", "call"),
    [
        ("figures", ()),
        ("figures?by=all&from=2022-10&to=2023-03", ("--months", "6", "--by", "all")),
        ("figures?from=2019-04", ("--months", "48")),
        ("figures?by=team&month=2022-06", ("--month", "2022-06", "--by", "team")),
        (
            "figures?ref=2.1&ref=3.3&window=ytd&month=2022-12",
            ["--month", "2022-12", "--window", "ytd", "--indicator", "2.1"],
        ),
        ("figures?ref=5.10&by=age_group&month=now", ["--indicator", "5.10", "--by", "age_group", "--now"]),
    ],
)
def test_csv_is_what_the_command_says(
    program: Make,
    demo_site: Home,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    call: tuple[str, ...],
) -> None:
    said = program().csv_text(address)
    assert said == said_by_command(capsys, monkeypatch, demo_site, "figures", *call)
    assert said.count("\n") > 1


def test_json_has_the_same_rows_page_by_page(program: Make) -> None:
    reads = program()
    columns, *rows = reads.csv("figures?by=gender&from=2022-01&to=2023-03")
    pages, address = [], "figures?by=gender&from=2022-01&to=2023-03&limit=300"
    while address:
        page = reads.json(address)
        assert page["total"] == len(rows)
        assert page["snapshot"] == "2023-03-31.1"
        pages += page["rows"]
        address = (page["next"] or "").partition("/api/v1/")[2]
    assert len(pages) == len(rows)
    for row, listed in zip(rows, pages, strict=True):
        assert list(listed) == columns
        assert [float(row[8]) if row[8] else None] == [listed["value"]]
        assert [cell or None for cell in row[6:8]] == [
            None if listed[name] is None else str(listed[name]) for name in columns[6:8]
        ]
        assert row[:6] == [listed[name] for name in columns[:6]]


def test_board_members_read_figures(program: Make) -> None:
    assert program("board_member").json("figures?ref=3.3")["rows"][0]["numerator"] == 620


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("figures?ref=9.9", 404, "3.3"),
        ("figures?by=shoe_size", 404, "gender"),
        ("figures?month=2035-01", 404, "from 2019-04 to 2023-03"),
        ("figures?month=0000-01", 404, "2019-04"),
        ("figures?from=2023-03&to=2022-01", 404, "2019-04"),
        ("figures?month=March", 422, "month"),
        ("figures?limit=1001", 422, "limit"),
        ("figures?offset=-1", 422, "offset"),
        ("figures?indicator=3.3", 422, "ref"),
        ("figures?month=2023-01&month=2023-02", 422, "once"),
        ("figures?format=xml", 422, "json"),
        ("book?by=team", 422, "limit"),
        ("book/none", 404, "/api/v1/book"),
        ("benchmarks?ref=none", 404, "3.3"),
        ("nothing", 404, "openapi.json"),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_sentence(program: Make, address: str, status: int, says: str) -> None:
    assert says in program().problem(address, status)


def test_a_form_that_there_is_not_is_refused(program: Make) -> None:
    assert "text/csv" in program().problem("figures", 406, Accept="application/xml")


def test_an_answer_is_not_sent_again_while_it_is_the_same(program: Make) -> None:
    reads, other = program(), program("board_member")
    for address in ("figures?ref=3.3", "figures?ref=3.3&format=csv", "book", "book/3.3", "teams", "snapshots"):
        mark = reads.ask(address)["ETag"]
        assert reads.ask(address, **{"If-None-Match": mark}).status_code == 304
        assert other.ask(address, **{"If-None-Match": mark}).status_code == 304
        assert reads.ask(address, **{"If-None-Match": '"other"'}).status_code == 200
    assert reads.ask("figures?ref=3.3")["ETag"] != reads.ask("figures?ref=3.2")["ETag"]
    assert reads.ask("figures", Accept="text/csv")["ETag"] != reads.ask("figures")["ETag"]
    assert reads.ask("figures")["Cache-Control"] == "no-store"


def test_text_that_a_spreadsheet_would_run_is_made_harmless() -> None:
    from lineofsight.web.api.answers import all_as_csv

    cells = ["=1+1", "+1", "-1", "@a", "\tb", "C000189", "", None, True, False, -3, "a,b"]
    answer = all_as_csv("x", [str(n) for n in range(len(cells))], [cells])
    row = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))[1]  # type: ignore[arg-type]
    assert row == ["'=1+1", "'+1", "'-1", "'@a", "'\tb", "C000189", "", "", "yes", "no", "-3", "a,b"]

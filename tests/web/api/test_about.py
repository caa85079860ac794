"""The book, snapshots, teams and benchmarks for programs, and the description of the interface."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from lineofsight.council import Council
from lineofsight.home import Home
from tests.web.api.conftest import Program, sentence_of

Make = Callable[..., Program]


def test_the_book_lists_every_definition(program: Make, demo_site: Home) -> None:
    found = program().json("book?limit=1000")
    book = Council(demo_site).book
    assert {(row["kind"], row["name"]) for row in found["rows"]} == set(book.versions)
    row = next(row for row in found["rows"] if row["name"] == "3.3")
    assert (row["minimum"], row["upper"]) == (book.latest("indicator", "3.3").targets[-1].minimum, row["upper"])


def test_a_definition_is_given_in_full_with_its_rule(program: Make, demo_site: Home) -> None:
    found = program("board_member").json("book/3.3")
    latest = Council(demo_site).book.latest("indicator", "3.3")
    assert found["versions"][-1]["sql"] == latest.sql.strip()
    assert found["says"]["counted"] == latest.text("counted")
    assert latest.title in found["explained"]


def test_snapshots_say_which_serves(program: Make) -> None:
    (row,) = program().json("snapshots")["rows"]
    assert (row["id"], row["serves"], row["shown"], row["in_quarantine"]) == ("2023-03-31.1", True, True, 0)


def test_teams_are_those_of_the_breakdown(program: Make) -> None:
    reads = program()
    named = {row["team_id"] for row in reads.json("teams")["rows"]}
    members = {row["member"] for row in reads.json("figures?ref=3.3&by=team")["rows"]} - {"", "not known"}
    assert members <= named


def test_benchmarks_carry_their_source_and_licence(program: Make) -> None:
    rows = program().json("benchmarks?ref=1.4r")["rows"]
    assert rows
    assert all(row["source"] and "Open Government Licence" in row["attribution"] for row in rows)


def test_the_description_is_for_those_who_are_known(program: Make, signed_in: Callable[..., Client]) -> None:
    assert program().json("openapi.json")["openapi"].startswith("3.")
    assert signed_in("practitioner").get("/api/v1/openapi.json").status_code == 200
    nobody = Client(SERVER_NAME="127.0.0.1")
    sentence_of(nobody.get("/api/v1/openapi.json"), 401)


def test_a_page_lists_what_there_is_without_scripts(demo_site: Home, signed_in: Callable[..., Client]) -> None:
    page = signed_in("team_manager").get("/api/").content.decode()
    for address in ("/api/v1/figures/{ref}/children", "/api/v1/book/{name}", "/api/v1/openapi.json"):
        assert address in page
    assert "<script" not in page
    assert "Your role has no tokens" in page
    answer = Client(SERVER_NAME="127.0.0.1").get("/api/")
    assert answer["Location"] == "/sign-in/?next=/api/"

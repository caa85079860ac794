"""The page of the highlight report, as a browser is answered."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from django.test import Client, override_settings

from lineofsight.calendar import Month
from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.reports import build
from lineofsight.web.headers import CONTENT_SECURITY_POLICY
from tests.reports import sample


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


@pytest.mark.usefixtures("published")
def test_the_latest_month_is_shown(client: Client) -> None:
    answer = client.get("/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<h1" in page and "Highlight report, March 2023" in page
    assert "6 green, 4 amber, 4 red" in page
    assert "2,503 open cases = 738 + 214 + 301 + 269 + 981" in page
    assert "Counted from snapshot 2023-03-31.1" in page
    assert '<option value="2023-03" selected>March 2023</option>' in page
    assert page.index("March 2023</option>") < page.index("February 2023</option>")


@pytest.mark.usefixtures("published")
def test_every_row_of_the_report_is_a_row_of_the_page(client: Client) -> None:
    page = client.get("/").content.decode()
    for row in sample.highlight().rows:
        found = re.search(rf"<tr><td>{re.escape(row.ref)}</td>.*?</tr>", page, re.DOTALL)
        assert found and row.rating.capitalize() in text_of(found[0])


@pytest.mark.usefixtures("published")
def test_a_month_can_be_chosen(client: Client) -> None:
    page = client.get("/", {"month": "2022-11"}).content.decode()
    assert "Highlight report, November 2022" in page
    assert '<option value="2022-11" selected>' in page


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("month", ["2023-13", "March", "'; drop table", "2023-03-31", "<script>"])
def test_what_is_no_month_is_a_bad_request(client: Client, month: str) -> None:
    answer = client.get("/", {"month": month})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Write it as year and month" in page
    assert "<script" not in page and "drop table" not in page


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("month", ["2023-04", "1999-01"])
def test_a_month_that_is_not_loaded_is_not_found(client: Client, month: str) -> None:
    answer = client.get("/", {"month": month})
    assert answer.status_code == 404
    assert "can't be reported" in unescape(answer.content.decode())
    assert b"Show this month" in answer.content


def raising(error: Exception) -> Callable[..., object]:
    def raise_it(*_: object, **__: object) -> object:
        raise error

    return raise_it


def test_where_nothing_is_loaded_the_page_says_what_to_do(client: Client) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert "lineofsight load PATH" in answer.content.decode()


def test_a_refused_report_is_a_sentence(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "available_months", lambda home: (Month(2023, 3),))
    monkeypatch.setattr(build, "highlight_report", raising(Refused("3.3_cin_visits.sql, line 4: has no title")))
    assert "line 4: has no title" in client.get("/").content.decode()
    assert client.get("/?month=2023-03").status_code == 404


def test_a_fault_is_a_page_without_its_details(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "available_months", raising(RuntimeError("a child's name")))
    answer = client.get("/")
    assert answer.status_code == 500
    assert b"Something went wrong" in answer.content
    assert b"child" not in answer.content
    assert b'href="/static/lineofsight.css"' in answer.content


def test_an_unknown_page_and_an_unknown_host(client: Client) -> None:
    missing = client.get("/no-such-page")
    assert missing.status_code == 404 and b"Page not found" in missing.content
    stranger = client.get("/", headers={"host": "example.invalid"})
    assert stranger.status_code == 400 and b"The address can" in stranger.content
    assert b"example.invalid" not in stranger.content


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("address", ["/", "/?month=bad", "/nothing", "/static/lineofsight.css"])
def test_every_answer_has_the_strict_headers(client: Client, address: str) -> None:
    headers = client.get(address).headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "Set-Cookie" not in headers


@pytest.mark.usefixtures("published")
def test_pages_are_not_kept_and_stylesheets_are(client: Client) -> None:
    assert client.get("/").headers["Cache-Control"] == "no-store"
    assert "max-age" in client.get("/static/lineofsight.css").headers["Cache-Control"]


@pytest.mark.usefixtures("published")
def test_the_page_has_no_script_and_no_style_of_its_own(client: Client) -> None:
    page = client.get("/").content.decode()
    assert "<script" not in page
    assert "<style" not in page and 'style="' not in page


@pytest.mark.usefixtures("published")
def test_it_can_only_be_read(client: Client) -> None:
    alone = client.head("/")
    assert alone.status_code == 200 and alone.content == b""
    assert client.post("/").status_code == 405


def test_titles_from_a_councils_book_are_text(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "available_months", lambda home: (Month(2023, 3),))
    monkeypatch.setattr(build, "highlight_report", lambda home, month=None, now=False: sample.hostile())
    page = client.get("/").content.decode()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.usefixtures("published")
def test_made_up_figures_say_so(client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert b"made-up data" not in client.get("/").content
    made_up = replace(sample.highlight(), made_up=True)
    monkeypatch.setattr(build, "highlight_report", lambda home, month=None, now=False: made_up)
    assert b"made-up data" in client.get("/").content


def test_the_demonstration_council_shows_the_published_month(client: Client, demonstration: Home) -> None:
    with override_settings(LINEOFSIGHT_HOME=demonstration.path):
        page = client.get("/").content.decode()
        earlier = client.get("/?month=2022-10").content.decode()
    assert "Highlight report, March 2023" in page and "6 green, 4 amber, 4 red" in page
    assert "made-up data" in page
    assert '<td class="los-number">620</td>' in page
    assert "Highlight report, October 2022" in earlier


def test_the_extract_date_can_be_chosen_where_no_month_ended_on_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = replace(sample.highlight(Month(2023, 4)), as_at=dt.date(2023, 4, 12), extracted_on=dt.date(2023, 4, 12))
    monkeypatch.setattr(build, "available_months", lambda home: (Month(2023, 3),))
    monkeypatch.setattr(build, "highlight_report", lambda home, month=None, now=False: shown)
    page = client.get("/", {"month": "now"}).content.decode()
    assert "Highlight report, as at 12 April 2023" in page
    assert '<option value="now" selected>As at 12 April 2023, when the records were extracted</option>' in page
    assert '<option value="2023-03">March 2023</option>' in text_of_choices(page)


def text_of_choices(page: str) -> str:
    return re.sub(r">\s+", ">", page[page.index("<select") : page.index("</select>")])

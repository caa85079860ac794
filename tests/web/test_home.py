"""The first page is the highlight report, as a browser is answered."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.web import serving
from lineofsight.web.headers import CONTENT_SECURITY_POLICY
from tests.reports import sample

SignIn = Callable[..., Client]


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


@pytest.mark.usefixtures("demo_site")
def test_the_latest_month_is_shown(signed_in: SignIn) -> None:
    page = signed_in("analyst").get("/").content.decode()
    assert "<h1" in page and "Highlight report, March 2023" in page
    assert "6 green, 4 amber, 4 red" in page
    assert "2,503 open cases = 738 + 214 + 301 + 269 + 981" in page
    assert "Counted from snapshot 2023-03-31.1" in page
    assert "Data as at 31 March 2023" in page
    assert "made-up data, no real child is in it" in page
    assert '<option value="2023-03" selected>March 2023</option>' in page
    assert page.index("March 2023</option>") < page.index("February 2023</option>")


@pytest.mark.usefixtures("demo_site")
def test_every_row_says_how_far_it_is_and_how_it_moved(signed_in: SignIn) -> None:
    page = signed_in("analyst").get("/").content.decode()
    found = re.search(r"<tr><td>3\.3</td>.*?</tr><tr class=\"los-signals\">.*?</tr>", page, re.DOTALL)
    assert found
    said = text_of(found[0])
    for part in ("Red", "620", "738", "84.0%", "8 more to reach amber, 45 to reach green"):
        assert part in said
    assert "down 4.5 points on February 2023, down 0.7 points on March 2022" in said
    assert "Usual variation" in said and "Hit and miss" in said
    assert len(sample.highlight().rows) == 17 == page.count('<tr class="los-signals">')


@pytest.mark.usefixtures("demo_site")
def test_figures_lead_to_children_for_those_who_may_see_some(signed_in: SignIn) -> None:
    analyst = signed_in("analyst").get("/").content.decode()
    assert 'href="/figures/3.3/children/?month=2023-03&amp;met=no"' in analyst
    assert 'href="/figures/3.3/children/?month=2023-03&amp;met=yes"' in analyst
    assert 'href="/figures/5.10/children/?month=2023-03&amp;met=yes"' in analyst  # low is good: who is in it
    assert 'href="/figures/2.1/children/?month=2023-02&amp;met=no&amp;window=month"' in analyst
    assert 'href="/safety/no-cohort/"' in analyst
    board = signed_in("board_member").get("/").content.decode()
    assert "/children/" not in board and "/safety/" not in board and "/child/" not in board
    assert 'href="/figures/3.3/?month=2023-03"' in board


@pytest.mark.usefixtures("demo_site")
def test_a_month_can_be_chosen(signed_in: SignIn) -> None:
    page = signed_in("analyst").get("/", {"month": "2022-11"}).content.decode()
    assert "Highlight report, November 2022" in page
    assert '<option value="2022-11" selected>' in page


@pytest.mark.usefixtures("demo_site")
@pytest.mark.parametrize("month", ["2023-13", "March", "'; drop table", "2023-03-31", "<script>"])
def test_what_is_no_month_is_a_bad_request(signed_in: SignIn, month: str) -> None:
    answer = signed_in("analyst").get("/", {"month": month})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Write it as year and month" in page
    assert "<script" not in page and "drop table" not in page


@pytest.mark.usefixtures("demo_site")
@pytest.mark.parametrize("month", ["2023-04", "1999-01"])
def test_a_month_that_is_not_loaded_is_not_found(signed_in: SignIn, month: str) -> None:
    answer = signed_in("analyst").get("/", {"month": month})
    assert answer.status_code == 404
    assert "can't be reported" in unescape(answer.content.decode())
    assert b"Show this month" in answer.content


def test_where_nothing_is_loaded_the_page_says_what_to_do(signed_in: SignIn, settings: object, home: Home) -> None:
    settings.LINEOFSIGHT_HOME = home.path  # type: ignore[attr-defined]
    answer = signed_in("analyst", made_up=False, name="somebody").get("/", follow=True)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        *("/figures/3.3/children/", "/due/", "/due/list/", "/teams/", "/teams/T22/", "/workers/W1/", "/child/C1/"),
        *("/safety/no-worker/", "/child/", "/surgeries/", "/actions/", "/book/", "/months/"),
    ],
)
def test_where_nothing_is_loaded_no_page_is_a_fault(
    signed_in: SignIn, settings: object, home: Home, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LINEOFSIGHT_HOME = home.path  # type: ignore[attr-defined]
    client = signed_in("analyst", name="somebody")
    monkeypatch.setattr("lineofsight.web.accounts.middleware.demonstration_is_open", lambda: True)
    answer = client.get(address)
    assert answer.status_code == 409 and "Nothing is loaded yet" in text_of(answer.content.decode())


def raising(error: Exception) -> Callable[..., object]:
    def raise_it(*_: object, **__: object) -> object:
        raise error

    return raise_it


@pytest.mark.usefixtures("demo_site")
def test_what_cannot_be_worked_out_is_a_sentence(signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in("analyst")
    client.get("/")
    monkeypatch.setattr("lineofsight.web.seen.serving", raising(Refused("3.3_cin_visits.sql, line 4: has no title")))
    answer = client.get("/")
    assert answer.status_code == 200 and "line 4: has no title" in answer.content.decode()


@pytest.mark.usefixtures("demo_site")
def test_a_fault_is_a_page_without_its_details(signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in("analyst")
    monkeypatch.setattr("lineofsight.web.performance.views.report_served", raising(RuntimeError("Ann Example")))
    answer = client.get("/")
    assert answer.status_code == 500
    assert b"Something went wrong" in answer.content
    assert b"Ann" not in answer.content
    assert b'href="/static/lineofsight.css"' in answer.content


@pytest.mark.usefixtures("demo_site")
def test_an_unknown_page_and_an_unknown_host(signed_in: SignIn) -> None:
    client = signed_in("analyst")
    missing = client.get("/no-such-page")
    assert missing.status_code == 404 and b"Page not found" in missing.content
    stranger = client.get("/", headers={"host": "example.invalid"})
    assert stranger.status_code == 400 and b"The address can" in stranger.content
    assert b"example.invalid" not in stranger.content


@pytest.mark.usefixtures("demo_site")
@pytest.mark.parametrize(
    "address", ["/", "/?month=bad", "/nothing", "/static/lineofsight.css", "/figures/3.3/children/"]
)
def test_every_answer_has_the_strict_headers(signed_in: SignIn, address: str) -> None:
    headers = signed_in("analyst").get(address).headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY and "script" not in CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.usefixtures("demo_site")
def test_pages_are_not_kept_and_stylesheets_are(signed_in: SignIn) -> None:
    client = signed_in("analyst")
    assert "no-store" in client.get("/").headers["Cache-Control"]
    assert "max-age" in client.get("/static/lineofsight.css").headers["Cache-Control"]


@pytest.mark.usefixtures("demo_site")
@pytest.mark.parametrize("address", ["/", "/figures/3.3/", "/figures/3.3/children/", "/due/", "/child/C006668/"])
def test_no_page_has_a_script_or_a_style_of_its_own(signed_in: SignIn, address: str) -> None:
    page = signed_in("analyst").get(address).content.decode()
    assert "<script" not in page and "javascript:" not in page
    assert "<style" not in page and not re.search(r'\sstyle="', page)
    assert not re.search(r'(src|href)="(https?:)?//', page)


@pytest.mark.usefixtures("demo_site")
def test_it_can_only_be_read(signed_in: SignIn) -> None:
    client = signed_in("analyst")
    alone = client.head("/")
    assert alone.status_code == 200 and alone.content == b""
    assert client.post("/").status_code in (403, 405)


@pytest.mark.usefixtures("demo_site")
def test_old_data_and_a_failed_load_are_said_on_every_page(signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    notice = serving.DataNotice("Council", None, "s", False, 9, True, "Load of Friday: the file was empty.")
    monkeypatch.setattr("lineofsight.web.serving.data_notice", lambda: notice)
    for address in ("/", "/due/", "/child/"):
        said = text_of(signed_in("analyst").get(address).content.decode())
        assert "The data is 9 days old" in said and "the file was empty" in said

"""The monthly report on the site: contents, sections, groups of children and files, on the demonstration council."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import openpyxl
import pytest
from django.test import Client

from lineofsight.home import Home
from lineofsight.reports.build import SECTIONS
from lineofsight.reports.monthly import slug_of
from lineofsight.web.audits.telling import Shares
from lineofsight.web.performance import views_monthly
from tests.web.test_home import text_of

SignIn = Callable[..., Client]
pytestmark = pytest.mark.usefixtures("demo_site")


def said(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return text_of(answer.content.decode())


def test_its_contents_name_every_section_and_say_what_needs_attention(signed_in: SignIn) -> None:
    page = said(signed_in("board_member"), "/monthly/")
    for part in ("March 2023", *SECTIONS, "What needs attention", "2,056 of 2,297", "accessible PDF", "by gender"):
        assert part in page, part
    assert "April 2022" in said(signed_in("board_member"), "/monthly/?month=2022-04")


@pytest.mark.parametrize("title", SECTIONS)
def test_every_section_has_a_page_with_its_measures_and_caveats(signed_in: SignIn, title: str) -> None:
    page = said(signed_in("board_member"), f"/monthly/{slug_of(title)}/")
    for part in (f"{title}, March 2023", "Measures", "Month by month", "what the figures can't say", "Other sections"):
        assert part in page, part


def test_the_front_door_says_sources_re_referrals_and_what_england_has(signed_in: SignIn) -> None:
    page = said(signed_in("analyst"), "/monthly/front-door/")
    for part in (
        "22.6% of the referrals came within twelve months of a referral of the same child, 607 of 2,682",
        "2.2 Contacts received, by source",
        "Police",
        "England",
        "Open Government Licence v3.0",
    ):
        assert part in page, part


def test_exceptions_lead_to_the_children_for_who_may_see_them(signed_in: SignIn) -> None:
    address, listed = "/monthly/child-protection/", "/figures/4.7.2/children/?month=2023-03&amp;met=no"
    manager = signed_in("analyst")
    page = manager.get(address).content.decode()
    assert listed in page
    assert "4.7.2" in said(manager, listed.replace("&amp;", "&"))
    assert listed not in signed_in("board_member").get(address).content.decode()


def test_experience_shows_what_audits_heard_to_who_may_see_audits(
    signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = (Shares("Child's feedback", 12, (("Obtained", 9), ("Declined", 3))),)
    monkeypatch.setattr(views_monthly, "voices", lambda first, last: heard if last.year - first.year == 1 else ())
    page = said(signed_in("quality"), "/monthly/experience/")
    assert "What audits heard" in page and "Obtained 9 75.0%" in page
    monkeypatch.setattr(views_monthly, "may", lambda role, page: page != "audits:findings")
    page = said(signed_in("quality"), "/monthly/experience/")
    assert "What audits heard" not in page and "listened to" in page


@pytest.mark.parametrize("by", ["gender", "disability"])
def test_groups_of_children_come_with_intervals_and_hide_few(signed_in: SignIn, by: str) -> None:
    page = said(signed_in("board_member"), f"/monthly/groups/{by}/")
    assert re.search(r"\d+\.\d \(\d+\.\d to \d+\.\d\)", page)
    assert " few " in page
    # Of most children it is not recorded whether they are disabled, so that no number is set beside who lives here.
    assert ("per 10,000 children of the group" in page) == (by != "disability")
    assert ("more than a tenth is of no known group" in page) == (by == "disability")


def test_what_is_not_there_is_not_found(signed_in: SignIn) -> None:
    client = signed_in("analyst")
    for address in (
        "/monthly/no-such-section/",
        "/monthly/?month=2031-01",
        "/monthly/?month=soon",
        "/monthly/groups/team/",
        "/monthly/files/2023-03/pptx/",
        "/monthly/files/1999-01/xlsx/",
    ):
        assert client.get(address).status_code == 404, address


def test_the_workbook_holds_the_figures_of_the_page(signed_in: SignIn, demo_site: Home) -> None:
    answer = signed_in("board_member").get("/monthly/files/2023-03/xlsx/")
    assert "monthly-report-March-2023.xlsx" in answer["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content), read_only=True)
    cells = [value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value is not None]
    assert any(isinstance(cell, str) and cell.startswith("2.7 % of referrals within 12 months") for cell in cells)
    assert {607, 2682, 0.226} <= {cell for cell in cells if isinstance(cell, int | float)}  # as it is printed
    assert not any(isinstance(cell, str) and re.fullmatch(r"C\d{6}", cell) for cell in cells)  # no child's id

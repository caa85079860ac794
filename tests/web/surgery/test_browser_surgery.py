"""From the red 3.3 to its children, to one child, to an action, to next month: as people do it, without scripts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from lineofsight.home import Home
from tests.web import browsing
from tests.web.surgery.council import serve_april

pytestmark = browsing.needs_chromium
PASSWORD = "made-up-password-for-tests"
_PEOPLE = f"""
import django
django.setup()
from lineofsight.web.accounts.models import User, UserTeam
for name, role in (("director", "director"), ("manager", "team_manager")):
    user = User(username=name, role=role, first_name="Made-up", last_name=name.capitalize())
    user.set_password("{PASSWORD}")
    user.save()
UserTeam.objects.create(user=user, team_id="T1")
"""


@pytest.fixture(scope="module")
def home(march_kept: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("story") / "home")
    shutil.copytree(march_kept.path, home.path)
    (home.path / "site.toml").write_text("second_factor = false\n", encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def site(home: Home) -> Iterator[str]:
    with browsing.serving(home.path) as address:
        environment = os.environ | {
            **{"LINEOFSIGHT_HOME": str(home.path), "DJANGO_SETTINGS_MODULE": "lineofsight.web.settings"},
        }
        environment.pop("LINEOFSIGHT_DATABASE", None)
        subprocess.run([sys.executable, "-c", _PEOPLE], env=environment, check=True)
        yield address


def plan(page: Page, site: str, day: str) -> None:
    page.goto(f"{site}/surgeries/")
    page.get_by_role("link", name="Plan a surgery").click()
    assert page.get_by_label("3.3 % of CIN children visited").is_checked()
    page.get_by_label("Title", exact=True).fill(f"Surgery of {day}")
    page.get_by_label("Day", exact=True).fill(day)
    page.get_by_role("button", name="Plan it").click()


def wait_for_april(page: Page, address: str) -> None:
    until = time.monotonic() + 120
    while "Data as at 30 April 2023" not in page.goto(address).text():  # type: ignore[union-attr]
        assert time.monotonic() < until, "April does not serve"


@pytest.fixture(scope="module")
def told(browser: Browser, site: str, home: Home) -> str:
    """The site after the story, whichever test asks for it first."""
    with browsing.signed_in_as(browser, site, "director", password=PASSWORD) as page:
        # the red 3.3, its children, one child
        row = page.get_by_role("row").filter(has_text="% of CIN children visited")
        assert "Red" in row.inner_text() and "25.0%" in row.inner_text()
        row.get_by_role("rowheader").get_by_role("link").click()
        page.get_by_role("link", name="The children behind this figure").click()
        assert "Not met: 6 rows" in page.get_by_role("heading", level=1).inner_text()
        page.get_by_role("link", name="Wren FieldmouseC3").click()
        assert "C3" in page.get_by_role("heading", level=1).inner_text()

        # an action, in the surgery of March
        plan(page, site, "2023-04-03")
        assert "6 not met" in page.inner_text("main")
        page.get_by_role("region", name="3.3: children not met, by team").get_by_role("link", name="T1").click()
        child = page.get_by_role("listitem").filter(has_text="FieldmouseC3")
        child.get_by_label("Reason").select_option(label="Not done")
        child.get_by_label("Action", exact=True).fill("Visit before Friday")
        child.get_by_label("Who does it").fill("Made-up Manager (manager)")
        child.get_by_label("By which day").fill("2023-04-07")
        page.get_by_role("button", name="Keep what is written").click()
        assert "Kept for one child." in page.inner_text("main")
        page.get_by_role("link", name="Wren FieldmouseC3").click()
        assert "Visit before Friday" in page.get_by_role("region", name="Agreed about this child").inner_text()
        page.goto(f"{site}/surgeries/")
        page.get_by_role("link", name="Surgery of 2023-04-03").click()
        page.get_by_role("link", name="Close the surgery").click()
        page.get_by_role("button", name="Close it").click()
        assert "What was said can't be changed now." in page.inner_text("main")

        # next month
        serve_april(home)
        wait_for_april(page, f"{site}/surgeries/")
        plan(page, site, "2023-05-03")
        said = page.inner_text("main")
        assert "1 child discussed = 0 done + 0 done late + 0 left the figure + 1 still overdue" in said
        assert "1 action agreed: 0 verified, 0 done and not yet verified, 1 open (1 overdue)" in said
        page.get_by_role("region", name="3.3: children not met, by team").get_by_role("link", name="T1").click()
        child = page.get_by_role("listitem").filter(has_text="FieldmouseC3")
        for words in ("Still overdue", "Said on 3 April 2023", "Not done", "Visit before Friday", "open"):
            assert words in child.inner_text()

    with browsing.signed_in_as(browser, site, "manager", password=PASSWORD) as page:
        page.get_by_role("link", name="Actions").click()
        assert "You have 1 open action, 1 overdue" in page.inner_text("main")
        page.get_by_role("link", name="Visit before Friday").click()
        page.get_by_role("link", name="Mark as done").click()
        page.get_by_label("What shows that it is done").fill("Visited on 2 May")
        page.get_by_role("button", name="Mark as done").click()
        assert "It waits for a manager" in page.inner_text("main")

    with browsing.signed_in_as(browser, site, "director", password=PASSWORD) as page:
        page.goto(f"{site}/actions/?state=done")
        page.get_by_role("link", name="Visit before Friday").click()
        page.get_by_role("link", name="Verify").click()
        page.get_by_role("button", name="Verify").click()
        assert "Done and verified" in page.inner_text("main")
    return site


def test_from_the_red_figure_to_next_month(browser: Browser, told: str) -> None:
    """The story itself asserts on its way: here, what is left of it for whoever comes later."""
    with browsing.signed_in_as(browser, told, "director", password=PASSWORD) as page:
        page.goto(f"{told}/actions/?state=all")
        page.get_by_role("link", name="Visit before Friday").click()
        assert "Done and verified" in page.inner_text("main")


PAGES = {
    "surgeries": "/surgeries/",
    "plan": "/surgeries/plan/",
    "surgery": "/surgeries/1/",
    "team": "/surgeries/2/3.3/T1/",
    "team-held": "/surgeries/1/3.3/T1/",
    "record": "/surgeries/1/record/",
    "change": "/surgeries/2/change/",
    "close": "/surgeries/2/close/",
    "reopen": "/surgeries/1/reopen/",
    "register": "/actions/?state=all",
    "action": "/actions/1/",
    "reopen-action": "/actions/1/reopen/",
    "add": "/actions/add/",
}


@browsing.needs_axe
@pytest.mark.parametrize("width", browsing.WIDTHS)
def test_axe_finds_nothing_and_no_page_scrolls_sideways(browser: Browser, told: str, width: int) -> None:
    with browsing.signed_in_as(browser, told, "director", width, scripts=True, password=PASSWORD) as page:
        for name, address in PAGES.items():
            response = page.goto(told + address)
            assert response is not None and response.status == 200, name
            assert browsing.accessibility_faults(page) == [], name
            assert not browsing.overflows(page), name
            browsing.keep_screenshot(page, f"surgery-{name}-{width}")
        page.goto(told + PAGES["team"])
        page.get_by_label("Action", exact=True).first.fill("Visit")  # and a page on which something is wrong
        page.get_by_role("button", name="Keep what is written").click()
        assert "1 child is not kept yet" in page.inner_text("main")
        assert browsing.accessibility_faults(page) == []
        assert not browsing.overflows(page)
        browsing.keep_screenshot(page, f"surgery-team-wrong-{width}")

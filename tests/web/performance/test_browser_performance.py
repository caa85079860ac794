"""Pages of months, commentary and the book in a browser: axe-core, both widths, and two stories."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.web.browsing import (
    WIDTHS,
    accessibility_faults,
    keep_screenshot,
    needs_axe,
    needs_chromium,
    overflows,
    serving,
    signed_in_as,
)
from tests.web.performance.acts import done_in

pytestmark = needs_chromium

PAGES = {
    "months": "/months/",
    "as-reported": "/months/2023-03/",
    "publish": "/months/2023-04/publish/",
    "publish-refused": "/months/2023-03/publish/",
    "reopen": "/months/2023-03/reopen/",
    "now-known": "/months/2023-03/now-known/",
    "moved": "/months/2023-03/now-known/3.3/",
    "commentaries": "/commentary/2023-04/",
    "commentary": "/commentary/3.3/2023-04/",
    "commentary-published": "/commentary/3.3/2023-03/",
    "book": "/book/",
    "definition": "/book/indicator/3.3/",
    "cohort": "/book/cohort/children_in_need/",
    "proposals": "/book/changes/",
    "draft": "/book/changes/new/?start=new",
    "proposal": "/book/changes/1/",
    "proposal-children": "/book/changes/1/children/3.3/",
    "cannot": "/months/2023-02/reopen/",
}


@pytest.fixture
def home(prepared_council: Path, tmp_path: Path) -> Path:
    """A copy of the small council with the demonstration's people."""
    copied = tmp_path / "home"
    shutil.copytree(prepared_council, copied)
    done_in(copied, "people")
    return copied


@needs_axe
def test_axe_finds_nothing_and_only_regions_scroll(browser: Browser, home: Path) -> None:
    done_in(home, "say", "publish", "april", "propose")
    wrong: list[tuple[str, int, object]] = []
    with serving(home) as address:
        for width in WIDTHS:
            with signed_in_as(browser, address, "analyst", width, scripts=True) as page:
                for name, path in PAGES.items():
                    page.goto(address + path)
                    assert "Sign in" not in page.title(), name
                    wrong += [(name, width, fault) for fault in accessibility_faults(page)]
                    wrong += [(name, width, "scrolls sideways")] if overflows(page) else []
                    keep_screenshot(page, f"performance-{name}-{width}")
    assert wrong == []


def test_from_a_red_figure_to_a_published_month_and_what_moved(browser: Browser, home: Path) -> None:
    """Without scripts: one writes, another approves and publishes, and the children that moved since are named."""
    with serving(home) as address:
        with signed_in_as(browser, address, "quality") as page:
            page.goto(f"{address}/commentary/3.3/2023-03/")
            page.get_by_label("What happened").fill("Ada O'Brien was not visited.")
            page.get_by_role("button", name="Keep this commentary").click()
            assert "it may name no child" in page.get_by_role("alert").inner_text()
            page.get_by_label("What happened").fill("Half of the children were not visited in time.")
            page.get_by_role("button", name="Keep this commentary").click()
            assert "Somebody else approves it" in page.get_by_role("status").inner_text()
        with signed_in_as(browser, address, "director") as page:
            page.goto(f"{address}/commentary/3.3/2023-03/")
            page.get_by_role("button", name="Approve this commentary").click()
            done_in(home, "say")
            page.goto(f"{address}/months/2023-03/publish/")
            page.get_by_role("button", name="Publish March 2023").click()
            heading = page.get_by_role("heading", level=1)
            assert heading.inner_text() == "Highlight report, March 2023, as reported"
            assert "Half of the children were not visited in time." in page.content()
            done_in(home, "april")
            page.wait_for_timeout(1500)  # the site looks once a second whether something else serves
            page.get_by_role("link", name="As now known, and what has moved since").click()
            page.get_by_role("link", name="The children that moved in 3.3").click()
            table = page.get_by_role("table", name="Met now, and not then: 1")
            assert table.get_by_role("link", name="Mia Lane").is_visible()


def test_two_people_change_the_book(browser: Browser, home: Path) -> None:
    with serving(home) as address:
        with signed_in_as(browser, address, "analyst") as page:
            page.goto(f"{address}/book/indicator/3.3/")
            page.get_by_role("link", name="Another setting, such as an interval").click()
            text = page.get_by_label("The file, as the book will hold it")
            text.fill(text.input_value().replace("within_days = 28", "within_days = 10"))
            page.get_by_label("Why the book should change").fill("The board agreed to ten days.")
            page.get_by_role("button", name="Keep as a draft").click()
            page.get_by_role("button", name="Try it").click()
            assert "2 rows would change" in page.locator("main").inner_text()
            page.get_by_role("button", name="Propose it").click()
            assert page.get_by_role("button", name="Approve it", exact=True).count() == 0
            proposal = page.url
        with signed_in_as(browser, address, "director") as page:
            page.goto(proposal)
            page.get_by_role("button", name="Approve it", exact=True).click()
            assert "It is approved and in the book." in page.get_by_role("status").inner_text()
    assert [file.name for file in (home / "book").iterdir()] == ["3.3_from_2023-04.sql"]

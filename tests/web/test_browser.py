"""The pages as a person meets them: on a wide screen and a phone, by keyboard, without scripts, unseen."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.reports import sample
from tests.web.browsing import (
    AXE,
    TAGS,
    WIDTHS,
    accessibility_faults,
    keep_screenshot,
    needs_axe,
    needs_chromium,
    overflows,
    signed_in_as,
)

pytestmark = needs_chromium

#: Pages of figures and children that stand on their own; people's own pages have tests beside their code.
PAGES = {
    "home": "/",
    "home-of-a-month": "/?month=2022-10",
    "no-month": "/?month=2022-13",
    "nothing": "/no-such-page",
    "indicator": "/figures/3.3/",
    "indicator-by-age": "/figures/5.10/?by=age_group",
    "count": "/figures/1.3/",
    "rate": "/figures/1.3r/",
    "rolling-year": "/figures/5.18/",
    "median-by-kind": "/figures/2.10c/",
    "split": "/figures/5.5/?by=kind",
    "monthly": "/monthly/",
    "monthly-section": "/monthly/child-protection/",
    "monthly-groups": "/monthly/groups/gender/",
    "children": "/figures/3.3/children/",
    "children-grouped": "/figures/3.3/children/?group=team&sort=name&met=",
    "contacts": "/figures/2.1/children/?met=",
    "due": "/due/",
    "due-of-a-team": "/due/?team=T22",
    "work": "/due/list/?due=overdue",
    "teams": "/teams/",
    "team": "/teams/T22/",
    "worker": "/workers/W0173/",
    "no-cohort": "/safety/no-cohort/",
    "no-worker": "/safety/no-worker/",
    "search": "/child/?q=bram",
    "child": "/child/C006668/",
    "child-visits": "/child/C006668/?only=Visits",
}


@needs_axe
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_only_regions_scroll(browser: Browser, running_site: str, name: str) -> None:
    for width in WIDTHS:
        with signed_in_as(browser, running_site, "analyst", width, scripts=True) as page:
            page.goto(running_site + PAGES[name])
            assert accessibility_faults(page) == []
            assert not overflows(page)
            keep_screenshot(page, f"{name}-{width}")


def test_at_four_times_the_size_pages_still_fit(browser: Browser, running_site: str) -> None:
    """400% of 1280 pixels is a page of 320 pixels (WCAG 1.4.10)."""
    with signed_in_as(browser, running_site, "analyst", 320, scripts=True) as page:
        for address in PAGES.values():
            page.goto(running_site + address)
            assert not overflows(page), address


def test_the_highlight_table_fits_a_wide_screen(browser: Browser, running_site: str) -> None:
    with signed_in_as(browser, running_site, "director", scripts=True) as page:
        page.goto(running_site)
        region = page.get_by_role("region", name="Measures for March 2023")
        assert region.evaluate("element => element.scrollWidth - element.clientWidth") == 0


def test_from_the_red_figure_to_the_children_to_one_child(browser: Browser, running_site: str) -> None:
    """Without scripts: 3.3 is red; one click opens its 118 children, one more the child. In well under five clicks."""
    with signed_in_as(browser, running_site, "analyst") as page:
        page.goto(running_site)
        row = page.get_by_role("row").filter(has_text="% of CIN children visited")
        for text in ("84.7%", "620", "738", "84.0%", "85%", "90%", "Red"):
            assert text in row.inner_text()
        assert "October 2022 86.0%" in (row.get_by_role("img").first.get_attribute("aria-label") or "")
        row.get_by_role("link", name="84.0%").first.click()
        found = re.search(r"Not met: (\d+) rows", page.get_by_role("heading", level=1).inner_text())
        restricted = re.search(
            r"(\d+) restricted record", page.locator("main").inner_text()
        )  # of another test's making
        assert found and int(found[1]) + (int(restricted[1]) if restricted else 0) == 118
        assert page.get_by_role("row").count() == 1 + 50
        page.get_by_role("link", name="Next page").click()
        page.get_by_role("link", name="Next page").click()
        assert page.get_by_role("row").count() == 1 + int(found[1]) - 100
        page.get_by_label("Team").select_option("T22")
        page.get_by_role("button", name="Show", exact=True).click()
        page.locator("tbody a").first.click()
        assert "Everything on record" in page.locator("main").inner_text()
        assert "Due next" in page.locator("main").inner_text()


def test_another_month_can_be_chosen(browser: Browser, running_site: str) -> None:
    with signed_in_as(browser, running_site, "board.member") as page:
        page.goto(running_site)
        page.get_by_label("Month", exact=True).select_option("2022-11")
        page.get_by_role("button", name="Show this month").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Highlight report, November 2022"
        assert page.url.endswith("?month=2022-11")
        assert page.get_by_label("Month", exact=True).input_value() == "2022-11"


def test_the_keyboard_reaches_everything_in_order(browser: Browser, running_site: str) -> None:
    with signed_in_as(browser, running_site, "board.member", 390, scripts=True) as page:
        page.goto(running_site)
        reached = []
        for _ in range(5):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.innerText.trim().split('\\n')[0]"))
        assert reached == ["Skip to main content", "Line of Sight", "Your account", "Sign out", "Performance"]
        page.keyboard.press("Shift+Tab")
        page.evaluate("document.querySelector('.los-scroll').focus()")
        before = page.evaluate("document.activeElement.scrollLeft")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("before => document.activeElement.scrollLeft > before", arg=before)


@pytest.mark.parametrize("address", ["/", "/figures/3.3/", "/figures/3.3/children/", "/child/C006668/"])
def test_nothing_is_smaller_than_twelve_point(browser: Browser, running_site: str, address: str) -> None:
    with signed_in_as(browser, running_site, "analyst", 390, scripts=True) as page:
        page.goto(running_site + address)
        sizes = page.evaluate(
            """() => [...document.querySelectorAll('body *')]
              .filter(element => !element.closest('svg'))
              .filter(element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
              .map(element => [parseFloat(getComputedStyle(element).fontSize), element.textContent.trim().slice(0, 40)])
              .filter(([size]) => size < 16)"""
        )
        assert sizes == []


def test_nothing_is_blocked_and_nothing_comes_from_elsewhere(browser: Browser, running_site: str) -> None:
    with signed_in_as(browser, running_site, "analyst", scripts=True) as page:
        said: list[str] = []
        asked: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("request", lambda request: asked.append(request.url))
        for address in ("/", "/figures/3.3/", "/child/C006668/"):
            page.goto(running_site + address)
        assert said == []
        assert asked and all(address.startswith(running_site) for address in asked)


def test_a_page_can_be_printed(browser: Browser, running_site: str) -> None:
    """On paper the navigation and the filters go, and the rows stay."""
    with signed_in_as(browser, running_site, "analyst", scripts=True) as page:
        page.goto(f"{running_site}/figures/3.3/children/")
        page.emulate_media(media="print")
        assert not page.locator(".los-nav").is_visible()
        assert not page.locator(".los-filters").is_visible()
        assert page.locator(".los-list tbody tr").first.is_visible()


@needs_axe
def test_the_file_that_stands_alone_is_accessible_too(browser: Browser, tmp_path: Path) -> None:
    from lineofsight.reports.html import write_highlight

    file = tmp_path / "highlight.html"
    write_highlight(sample.with_gaps(), file)
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto(file.as_uri())
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run({ runOnly: tags })", TAGS)
    assert json.dumps(found["violations"]) == "[]"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    keep_screenshot(page, "highlight-file-390")
    page.close()

"""The page as a person meets it: on a wide screen and a phone, by keyboard, without scripts, without sight of it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.reports import sample

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
WIDTHS = (1280, 390)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"needs Chromium at {CHROMIUM}"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield opened
        opened.close()


def open_page(browser: Browser, address: str, width: int, *, scripts: bool = True) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
    page.goto(address)
    return page


def keep_screenshot(page: Page, name: str) -> None:
    if os.environ.get("SCREENSHOTS"):
        folder = ROOT / "out"
        folder.mkdir(exist_ok=True)
        page.screenshot(path=str(folder / f"{name}.png"), full_page=True)


@pytest.mark.skipif(not AXE.exists(), reason="needs axe-core: npm ci")
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", ["", "?month=2022-13", "no-such-page"])
@pytest.mark.usefixtures("gaps")
def test_axe_finds_nothing(browser: Browser, site: str, address: str, width: int) -> None:
    page = open_page(browser, site + address, width)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run({ runOnly: tags })", TAGS)
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found["violations"]] == []
    assert len(found["passes"]) > 10
    page.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("shown", ["published", "gaps"])
def test_the_page_never_scrolls_sideways(
    browser: Browser, site: str, width: int, shown: str, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(shown)
    page = open_page(browser, site, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    region = page.get_by_role("region", name="Measures for March 2023")
    assert region.evaluate("element => element.clientWidth") <= width
    if width == 1280:
        assert region.evaluate("element => element.scrollWidth - element.clientWidth") == 0
    keep_screenshot(page, f"highlight-{shown}-{width}")
    page.close()


@pytest.mark.usefixtures("published")
def test_the_page_is_complete_without_scripts(browser: Browser, site: str) -> None:
    page = open_page(browser, site, 1280, scripts=False)
    assert page.get_by_role("heading", level=1).inner_text() == "Highlight report, March 2023"
    row = page.get_by_role("row").filter(has_text="% of CIN children visited")
    for text in ("84.7%", "620", "738", "84.0%", "85%", "90%", "Red"):
        assert text in row.inner_text()
    assert "October 2022 86.0%" in (row.get_by_role("img").get_attribute("aria-label") or "")
    page.get_by_label("Month", exact=True).select_option("2022-11")
    page.get_by_role("button", name="Show this month").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Highlight report, November 2022"
    assert page.url.endswith("?month=2022-11")
    assert page.get_by_label("Month", exact=True).input_value() == "2022-11"
    page.close()


@pytest.mark.usefixtures("published")
def test_the_keyboard_reaches_everything_in_order(browser: Browser, site: str) -> None:
    page = open_page(browser, site, 390)
    reached = []
    for _ in range(5):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("(document.activeElement.innerText || document.activeElement.id).trim().split('\\n')[0]")
        )
    assert reached[:2] == ["Skip to main content", "Line of Sight"]
    assert page.evaluate("document.activeElement.getAttribute('role')") == "region"
    before = page.evaluate("document.activeElement.scrollLeft")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("before => document.activeElement.scrollLeft > before", arg=before)
    page.close()


@pytest.mark.usefixtures("published")
def test_nothing_is_smaller_than_twelve_point(browser: Browser, site: str) -> None:
    page = open_page(browser, site, 390)
    sizes = page.evaluate(
        """() => [...document.querySelectorAll('body *')]
          .filter(element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
          .map(element => [parseFloat(getComputedStyle(element).fontSize), element.textContent.trim().slice(0, 40)])
          .filter(([size]) => size < 16)"""
    )
    assert sizes == []
    page.close()


@pytest.mark.usefixtures("published")
def test_nothing_is_blocked_and_nothing_comes_from_elsewhere(browser: Browser, site: str) -> None:
    page = browser.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site)
    assert said == []
    assert asked and all(address.startswith(site) for address in asked)
    assert page.context.cookies() == []
    page.close()


@pytest.mark.skipif(not AXE.exists(), reason="needs axe-core: npm ci")
def test_the_file_that_stands_alone_is_accessible_too(browser: Browser, tmp_path: Path) -> None:
    from lineofsight.reports.html import write_highlight

    file = tmp_path / "highlight.html"
    write_highlight(sample.with_gaps(), file)
    page = open_page(browser, file.as_uri(), 390)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run({ runOnly: tags })", TAGS)
    assert json.dumps(found["violations"]) == "[]"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    keep_screenshot(page, "highlight-file-390")
    page.close()

"""Improvement as people walk it: from a red measure to an action that a board accepts, its pack, and a report that goes
out; and every page of it under axe-core.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lineofsight.home import Home
from tests.web.browsing import (
    accessibility_faults,
    keep_screenshot,
    needs_axe,
    needs_chromium,
    overflows,
    serving,
    signed_in_as,
)

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def improvement_home(demonstration: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("improvement") / "home"
    shutil.copytree(demonstration.path, home, ignore=shutil.ignore_patterns("demonstration-extract"))
    return home


@pytest.fixture(scope="module")
def site(improvement_home: Path) -> Iterator[str]:
    with serving(improvement_home) as address:
        yield address


def press(page: Page, words: str) -> None:
    page.get_by_role("main").get_by_role("button", name=words, exact=True).first.click()


def follow(page: Page, words: str) -> None:
    page.get_by_role("main").get_by_role("link", name=words, exact=True).first.click()


def meeting_of(home: Path, day: str) -> int:
    with closing(sqlite3.connect(home / "people.sqlite3")) as database:
        found = database.execute(
            "select improvement_meeting.id from improvement_meeting join improvement_board "
            "on improvement_board.id = board_id where held_on = ? and short = 'CSCIB'",
            [day],
        ).fetchone()
    return int(found[0])


def test_from_a_red_measure_to_an_action_and_from_evidence_to_the_board_and_its_pack(
    browser: Browser, site: str, improvement_home: Path
) -> None:
    with signed_in_as(browser, site, "quality") as page:
        page.goto(f"{site}/figures/3.3/")
        page.get_by_role("button", name=re.compile("^Open an action of the plan")).first.click()
        assert "/improvement/" in page.url  # the action, or the question to which plan it belongs
        expect(page.get_by_text("3.3").first).to_be_visible()

        page.goto(f"{site}/improvement/plans/1/")
        follow(page, "A6 Family group conferences come before proceedings, not beside them")
        action = page.url
        expect(page.get_by_text("It waits for the Continuous improvement board")).to_be_visible()
        follow(page, "Add other evidence")
        page.get_by_label("Voice of child or family", exact=True).check()
        page.fill('textarea[name="text"]', "Families say that they were asked first")
        page.fill('input[name="dated_on"]', "2023-03-28")
        page.locator("main form.los-form button").last.click()
        expect(page.get_by_role("rowheader", name="Families say that they were asked first")).to_be_visible()

        meeting = f"{site}/improvement/boards/meetings/{meeting_of(improvement_home, '2023-03-21')}/"
        page.goto(meeting)
        follow(page, "Correct the record")
        page.fill('textarea[name="because"]', "A decision was not written down")
        press(page, "Open it again")
        follow(page, "Record a decision")
        page.select_option('select[name="kind"]', label="Accepts an action as complete")
        page.fill('textarea[name="text"]', "The board has seen the figures and what families say.")
        number = action.rstrip("/").rpartition("/")[2]
        page.select_option('select[name="action"]', value=number)
        press(page, "Record it")
        expect(page.get_by_text("The decision is recorded.")).to_be_visible()
        press(page, "Agree the record")
        page.goto(action)
        expect(page.get_by_text("Complete, accepted by the board").first).to_be_visible()

        page.goto(f"{site}/improvement/boards/meetings/{meeting_of(improvement_home, '2023-04-18')}/")
        press(page, "Build the pack")
        expect(page.get_by_role("heading", name="Decisions needed")).to_be_visible()
        expect(page.get_by_text(f"A{number} ").first).to_be_visible()
        with page.expect_download() as download:
            follow(page, "accessible PDF")
        assert download.value.suggested_filename.endswith(".pdf")
        pack = page.url
    with signed_in_as(browser, site, "board.member") as page:
        page.goto(pack)
        expect(page.get_by_role("heading", name="Where we stand")).to_be_visible()


def test_a_report_is_written_edited_and_goes_out(browser: Browser, site: str) -> None:
    with signed_in_as(browser, site, "analyst") as page:
        page.goto(f"{site}/improvement/reports/begin/")
        press(page, "Write it")
        page.get_by_text(re.compile("^What our data tells us: ")).click()
        page.locator('a[href*="edit/?key=tells"]').first.click()
        rule = page.locator('textarea[name="text"]').input_value()
        figure = re.search(r"\[[^\]]+\]", rule)
        assert figure, rule
        page.fill('textarea[name="text"]', f"In other words: {figure[0]}.")
        press(page, "Keep it")
        expect(page.locator(".los-written").get_by_text("In other words: ").first).to_be_visible()
        follow(page, "Publish")
        press(page, "Publish it")
        expect(page.get_by_text("Counts from 1 to 4 are hidden").first).to_be_visible()
        out = page.url
    with signed_in_as(browser, site, "practitioner") as page:
        page.goto(out)
        expect(page.get_by_text("In other words: ").first).to_be_visible()
        assert page.locator('.los-written a[href^="/"]').count() == 0  # it leads to no child


#: Pages by name; those of a row by the number that the demonstration gives it.
PAGES = {
    "home": "/improvement/",
    "plans": "/improvement/plans/",
    "plan": "/improvement/plans/1/",
    "action": "/improvement/plans/actions/2/",
    "update": "/improvement/plans/actions/2/update/",
    "assurance": "/improvement/assurance/",
    "source": "/improvement/assurance/2/",
    "boards": "/improvement/boards/",
    "board": "/improvement/boards/1/",
    "risks": "/improvement/risks/",
    "risk": "/improvement/risks/3/",
    "evaluations": "/improvement/self-evaluation/",
    "evaluation": "/improvement/self-evaluation/2/",
    "reports": "/improvement/reports/",
}


@needs_axe
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_only_regions_scroll(
    browser: Browser, site: str, improvement_home: Path, width: int
) -> None:
    wrong = []
    with signed_in_as(browser, site, "quality", width, scripts=True) as page:
        held = meeting_of(improvement_home, "2023-03-21")
        page.goto(f"{site}/improvement/reports/begin/")
        press(page, "Write it")
        pages = {**PAGES, "meeting": f"/improvement/boards/meetings/{held}/", "draft": page.url.removeprefix(site)}
        pages["publish"] = f"{pages['draft']}publish/"
        for name, path in pages.items():
            answer = page.goto(f"{site}{path}")
            keep_screenshot(page, f"improvement-{name}-{width}")
            if answer is None or answer.status != 200:
                wrong.append(f"{name}: {answer.status if answer else 'no answer'}")
            wrong += [f"{name}: {fault}" for fault in accessibility_faults(page)]
            if overflows(page):
                wrong.append(f"{name}: scrolls sideways")
    assert wrong == []

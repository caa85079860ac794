"""A whole inspection as people walk it, without scripts: from the call to an action of the plan; and every page under
axe-core. The call comes before Christmas, so that bank holidays lie in the week that follows it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from lineofsight.home import Home
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

pytestmark = needs_chromium
RECOMMENDATION = "Leaders should see to it that plans for children say what is to change, and by when."
QUESTION = "How do you know that plans change anything?"


@pytest.fixture(scope="module")
def inspection_home(demonstration: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("inspection") / "home"
    shutil.copytree(demonstration.path, home, ignore=shutil.ignore_patterns("demonstration-extract"))
    return home


@pytest.fixture(scope="module")
def site(inspection_home: Path) -> Iterator[str]:
    with serving(inspection_home) as address:
        yield address


def press(page: Page, words: str) -> None:
    page.get_by_role("main").get_by_role("button", name=words, exact=True).first.click()


def follow(page: Page, words: str) -> None:
    page.get_by_role("main").get_by_role("link", name=words, exact=True).first.click()


def fill(page: Page, **said: str) -> None:
    for name, value in said.items():
        page.fill(f'[name="{name}"]', value)


def test_from_the_call_to_an_action_of_the_plan(browser: Browser, site: str) -> None:
    with signed_in_as(browser, site, "quality") as page:
        page.goto(f"{site}/inspection/")
        follow(page, "Visits")
        follow(page, "Short inspection")
        follow(page, "The call has come")
        fill(page, called_on="2022-12-19")
        press(page, "Make the timeline")
        # Boxing Day and the day in lieu of Christmas Day are bank holidays: they would come on Wednesday
        expect(page.get_by_text("28 December 2022 to 30 December 2022").first).to_be_visible()
        visit = page.url
        follow(page, "Change its days")
        fill(page, on_site_on="2023-01-09", on_site_until="2023-01-13")
        press(page, "Change them")
        expect(page.get_by_text("9 January 2023 to 13 January 2023").first).to_be_visible()
        expect(page.get_by_text("ILACS, 2023 to March 2026")).to_be_visible()
        documents = page.get_by_role("row").filter(has_text="Share the documents")
        assert "22/12/2022" in documents.inner_text() and "working day 3" in documents.inner_text()
        documents.get_by_role("link", name=re.compile("^Done")).click()
        fill(page, note="All but one were shared")
        press(page, "Done")
        row = page.get_by_role("row").filter(has_text="Share the documents")
        assert "Done" in row.inner_text() and "All but one were shared" in row.inner_text()
        with page.expect_download() as download:
            follow(page, "Calendar file")
        entries = Calendar.from_ical(Path(download.value.path()).read_bytes()).walk("VEVENT")
        assert "Done: Share the documents" in {str(entry["summary"]) for entry in entries}

        # a question is asked, answered, and seen by whom it was given
        page.goto(visit.replace("/visits/", "/questions/"))
        follow(page, "Keep a question")
        fill(page, text=QUESTION, asked_by="Laurel Avocet", asked_at="2023-01-10T09:00", due_at="2023-01-10T15:00")
        page.get_by_role("main").get_by_role("button").last.click()
        page.get_by_role("row").filter(has_text=QUESTION).get_by_role("link").click()
        question = page.url
        follow(page, "Answer it")
        fill(page, text="By what children say at their reviews.", sent_to="Laurel Avocet", sent_at="2023-01-10T14:00")
        page.get_by_role("main").get_by_role("button").last.click()
        expect(page.get_by_text("By what children say at their reviews.")).to_be_visible()

    with signed_in_as(browser, site, "inspector") as page:
        page.goto(f"{site}/inspection/for-inspectors/")
        page.get_by_role("row").filter(has_text=QUESTION).get_by_role("link").click()
        expect(page.get_by_text("By what children say at their reviews.")).to_be_visible()
        assert page.goto(question).status == 403  # type: ignore[union-attr]

    with signed_in_as(browser, site, "quality") as page:
        page.goto(question)
        expect(page.get_by_text("Laurel Avocet").nth(1)).to_be_visible()
        page.goto(visit)
        press(page, "The visit has ended")
        assert page.get_by_text("What inspectors said").count() == 0  # it isn't told who may not know

    with signed_in_as(browser, site, "director") as page:
        page.goto(visit)
        follow(page, "What inspectors said")
        follow(page, "Write down what was said")
        for select in page.locator("main select").all():
            select.select_option(label="Good")
        press(page, "Keep it")
        assert page.get_by_role("cell", name="Good", exact=True).count() == 5
        follow(page, "Name who may know")
        page.select_option('[name="user"]', label="Olive Lapwing, quality assurance")
        press(page, "Name them")
        expect(page.get_by_text("Olive Lapwing, named by Ash Kestrel")).to_be_visible()

    with signed_in_as(browser, site, "head.of.service") as page:
        assert page.goto(f"{visit}said/").status == 404  # type: ignore[union-attr]

    with signed_in_as(browser, site, "quality") as page:
        assert page.goto(f"{visit}said/").status == 200  # type: ignore[union-attr]
        page.goto(visit)
        follow(page, "The report came")
        fill(page, received_on="2023-02-20")
        press(page, "Keep the day")
        # 70 working days from 20 February 2023, past Good Friday, Easter Monday and three bank holidays of May
        assert "05/06/2023" in page.get_by_role("row").filter(has_text="Written statement").inner_text()
        follow(page, "It is published")
        for select in page.locator("main select").all():
            select.select_option(label="Good")
        fill(page, published_on="2023-02-27", outcome="Services are good.")
        press(page, "Keep it")
        page.get_by_role("link", name=re.compile("in the register of assurance")).click()
        assert page.get_by_role("cell", name="Good", exact=True).count() == 5
        follow(page, "Add findings")
        page.select_option('[name="kind"]', label="Recommendation")
        page.fill('textarea[name="texts"]', RECOMMENDATION)
        page.get_by_role("main").get_by_role("button").last.click()
        expect(page.get_by_text(RECOMMENDATION).first).to_be_visible()
        page.get_by_role("button", name=re.compile("^Open an action of the plan")).first.click()
        place = page.locator('[name="place"]')  # several plans are open: the page asks where it goes
        first = place.locator("option").evaluate_all("found => found.map(o => o.value).filter(v => v)[0]")
        place.select_option(value=first)
        page.get_by_role("main").get_by_role("button").last.click()
        expect(page.get_by_text(RECOMMENDATION).first).to_be_visible()
        assert "/improvement/plans/actions/" in page.url
        page.goto(f"{site}/inspection/visits/")
        assert page.get_by_role("columnheader", name=re.compile("Short inspection")).count() == 1


def test_a_rehearsal_by_the_button_and_an_action_from_it(browser: Browser, site: str) -> None:
    with signed_in_as(browser, site, "director") as page:
        page.goto(f"{site}/inspection/rehearsals/")
        press(page, "Rehearse now")
        expect(page.get_by_text("Score", exact=True)).to_be_visible()
        page.get_by_role("link", name=re.compile("^Agree an action about Communications$")).click()
        fill(page, owner="Olive Lapwing (quality)", due_on="2023-04-14")
        press(page, "Put it in the register")
        expect(page.get_by_role("rowheader", name=re.compile("Communications: Nobody is named"))).to_be_visible()
        page.get_by_role("link", name="Communications", exact=True).click()
        page.get_by_role("link", name="Change Communications").click()
        fill(page, owner="Cedar Dipper", deputy="Bay Wagtail")
        press(page, "Keep it")
        page.goto(f"{site}/inspection/rehearsals/")
        press(page, "Rehearse now")
        met = page.locator("details").filter(has_text="Communications: Cedar Dipper. (better)")
        assert met.count() == 1


#: Who looks at what. What stands for a run of the lists is found on the page.
PAGES = {
    "director": {
        "home": "/inspection/",
        "visits": "/inspection/visits/",
        "visit": "/inspection/visits/2/",
        "parts": "/inspection/visits/parts/",
        "said": "/inspection/visits/2/said/",
        "call": "/inspection/visits/call/",
        "step": "/inspection/visits/steps/1/",
        "rehearsals": "/inspection/rehearsals/",
        "rehearsal": "/inspection/rehearsals/1/",
        "planning": "/inspection/planning/",
        "lists": "/inspection/lists/",
        "run": "/inspection/lists/2023-03-31.1/",
        "list": "/inspection/lists/2023-03-31.1/7/",
        "documents": "/inspection/documents/",
        "document": "/inspection/documents/2/",
        "documents-over-time": "/inspection/documents/over-time/",
        "questions": "/inspection/questions/2/",
        "question": "/inspection/questions/one/1/",
        "sharing": "/inspection/for-inspectors/shared/",
        "care-leavers": "/inspection/care-leavers/",
    },
    "inspector": {
        "for-inspectors": "/inspection/for-inspectors/",
        "question-for-inspectors": "/inspection/for-inspectors/questions/1/",
    },
}


@needs_axe
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("user", PAGES)
def test_axe_finds_nothing_and_only_regions_scroll(browser: Browser, site: str, user: str, width: int) -> None:
    wrong = []
    with signed_in_as(browser, site, user, width, scripts=True) as page:
        for name, path in PAGES[user].items():
            answer = page.goto(f"{site}{path}")
            keep_screenshot(page, f"inspection-{name}-{width}")
            if answer is None or answer.status != 200:
                wrong.append(f"{name}: {answer.status if answer else 'no answer'}")
            wrong += [f"{name}: {fault}" for fault in accessibility_faults(page)]
            if overflows(page):
                wrong.append(f"{name}: scrolls sideways")
    assert wrong == []

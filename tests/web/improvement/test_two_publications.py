"""Two publications of the same figures: what one of them hid, the other does not give away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction

import pytest
from django.test import Client

from lineofsight.problems import Refused
from lineofsight.reports.document import Cell, Column, Number, Paragraph, Report, Section, Table, numbers_in, words
from lineofsight.web.accounts.models import User
from lineofsight.web.improvement.models import Publication, WrittenReport
from lineofsight.web.improvement.reporting import publishing
from lineofsight.web.improvement.reporting.publishing import Choice
from tests.web.conftest import add_person

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 3, 31)


def number(ref: str, count: int) -> Number:
    return Number(
        f"{count}", f"children of {ref}", DAY, "made-up", f"{ref} from 2022-04", Fraction(count), count, ref=ref
    )


def content(**counts: int) -> Report:
    """A table of counts, and a sentence that a rule wrote of a figure that stands in it alone."""
    rows = tuple((Cell((ref,)), Cell((number(ref, count),))) for ref, count in counts.items() if ref != "said")
    table = Table("Children", (Column("Of"), Column("Children", numbers=True)), rows)
    blocks = [table]
    if "said" in counts:
        blocks.append(Paragraph(("In all ", number("said", counts["said"]), " children."), key="tells:said"))  # type: ignore[arg-type]
    return Report("A report", "March 2023", "", DAY, DAY, (Section("Children", tuple(blocks)),))


@pytest.fixture
def lead() -> User:
    return add_person("quality")


@pytest.fixture
def publish(lead: User) -> Callable[..., Report]:
    def out(choice: Choice, month: str = "2023-03", report: WrittenReport | None = None, **counts: int) -> Report:
        one = report or WrittenReport.objects.create(kind="scrutiny", title="A report", month=month, made_by=lead)
        facts = {"content": content(**counts), "book": "b", "snapshot": "s"}
        return publishing.read_publication(publishing.publish(by=lead, report=one, choice=choice, **facts))

    return out


def hidden(report: Report) -> set[str]:
    return {each.ref for each in numbers_in(report) if each.hidden}


def test_what_was_hidden_stays_hidden_however_it_is_published_again(publish: Callable[..., Report]) -> None:
    assert hidden(publish(Choice(10), owls=3, wrens=7, rooks=40)) == {"owls", "wrens"}
    assert hidden(publish(Choice(2), owls=3, wrens=7, rooks=40)) == {"owls", "wrens"}
    assert hidden(publish(Choice(5), month="2023-04", owls=3, wrens=7, rooks=40)) == {"owls", "wrens"}
    # The records were corrected: that it is shown now would tell that it was small.
    assert hidden(publish(Choice(5), owls=12, wrens=7, rooks=40)) == {"owls", "wrens"}


def test_so_does_a_figure_that_stood_in_a_sentence_alone(publish: Callable[..., Report]) -> None:
    first = publish(Choice(10), rooks=40, said=7)
    assert not hidden(first) and "In all" not in str([words(each.text) for each in paragraphs(first)])
    again = publish(Choice(5), rooks=40, said=7)
    assert "In all" not in str([words(each.text) for each in paragraphs(again)])


def paragraphs(report: Report) -> list[Paragraph]:
    return [block for each in report.sections for block in each.blocks if isinstance(block, Paragraph)]


def test_what_was_shown_can_be_hidden_and_another_days_figure_is_another(publish: Callable[..., Report]) -> None:
    assert hidden(publish(Choice(0, because="Members asked for it"), owls=3, rooks=40)) == set()
    assert hidden(publish(Choice(5), owls=3, rooks=40)) == {"owls"}
    assert hidden(publish(Choice(5), gulls=12, rooks=40)) == set()


def test_figures_of_a_month_are_rounded_alike(publish: Callable[..., Report]) -> None:
    publish(Choice(5, rounding=5), owls=33, rooks=41)
    with pytest.raises(Refused, match=r"^Figures of March 2023 went out rounded to the nearest 5 on .* Round them the"):
        publish(Choice(5), owls=33, rooks=41)
    with pytest.raises(Refused, match="rounded to the nearest 5"):
        publish(Choice(5, rounding=10), owls=33, rooks=41)
    publish(Choice(5), month="2023-02", owls=33)
    assert not hidden(publish(Choice(3, rounding=5), owls=33, rooks=41))


def test_a_pack_that_hides_nothing_binds_no_publication(publish: Callable[..., Report], lead: User) -> None:
    pack = WrittenReport.objects.create(kind="pack", title="A pack", month="2023-03", made_by=lead)
    publish(Choice(0, because="For the board"), report=pack, owls=3)
    assert hidden(publish(Choice(5, rounding=5), owls=3, rooks=41)) == {"owls"}


def test_the_page_says_what_is_out_already(
    demo_site: object, signed_in: Callable[..., Client], publish: Callable[..., Report]
) -> None:
    publish(Choice(10, rounding=3), owls=3, rooks=40)
    client = signed_in("analyst")
    begun = client.post("/improvement/reports/begin/", {"title": "Improvements", "month": "2023-03"})
    page = client.get(f"{begun.headers['Location']}publish/").content.decode()
    assert "what was hidden stays hidden" in page
    assert "A report, number 1" in page and "Counts from 1 to 9 are hidden" in page
    assert '<option value="3" selected>To the nearest 3</option>' in page
    sent = client.post(f"{begun.headers['Location']}publish/", {"threshold": "5", "rounding": "5", "secondary": "on"})
    assert sent.status_code == 422 and "Round them the same" in sent.content.decode()
    assert Publication.objects.count() == 1

"""Sentences of a report that people change: figures stay figures, and a change is read again when they move."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from lineofsight.problems import Refused
from lineofsight.reports.document import Bullets, Number, Paragraph, Table, numbers_in
from lineofsight.web.accounts.models import Change, User
from lineofsight.web.improvement.models import Sentence, WrittenReport
from lineofsight.web.improvement.reporting import editing
from lineofsight.web.improvement.reporting.parts import Part, part
from tests.web.conftest import add_person

DAY = dt.date(2023, 3, 31)


def number(text: str, value: int) -> Number:
    return Number(text, f"made-up measure {text}", DAY, "20230331", "9.9 from 2019-04", Fraction(value), ref="9.9")


SHARE, COUNT = number("98.1%", 98), number("2,503", 2503)
RULE = Paragraph(("We are in touch with ", SHARE, " of ", COUNT, " young people."), key="tells:9.9")


def parts_of(paragraph: Paragraph = RULE) -> list[Part]:
    other = Paragraph(("Another sentence.",), key="tells:8.8")
    return [part("tells", "What our data tells us", Bullets((paragraph, other))), part("strengths", "Strengths")]


def sentences(parts: list[Part]) -> list[str]:
    found = []
    for one in parts:
        for each in editing.sentences_of(one.sections):
            found.append("".join(run if isinstance(run, str) else run.text for run in each.text))
    return found


def test_figures_stand_in_brackets_and_stay_what_they_are() -> None:
    assert editing.editable(RULE) == "We are in touch with [98.1%] of [2,503] young people."
    text = editing.bound("Of [2,503] we reach [98.1%], which is good.", RULE)
    assert text == ("Of ", COUNT, " we reach ", SHARE, ", which is good.")
    assert list(numbers_in(text)) == [COUNT, SHARE]


@pytest.mark.parametrize("text", ["We reach [99%].", "We reach [].", "We reach [98.1%] and [98,1%]."])
def test_nobody_types_a_figure_that_looks_counted(text: str) -> None:
    with pytest.raises(Refused, match="is no figure of this sentence"):
        editing.bound(text, RULE)


@pytest.fixture
def lead(db: None) -> User:
    return add_person("analyst", name="writes")


@pytest.fixture
def report(lead: User) -> WrittenReport:
    return WrittenReport.objects.create(kind="scrutiny", title="A made-up report", month="2023-03", made_by=lead)


def edit(lead: User, report: WrittenReport, text: str) -> Sentence | None:
    return editing.edit_sentence(by=lead, report=report, key=RULE.key, paragraph=RULE, text=text)


def test_an_edited_sentence_says_who_edited_it(lead: User, report: WrittenReport) -> None:
    edit(lead, report, "Of [2,503] young people we reach  [98.1%].")
    done, stale = editing.edited(parts_of(), report.sentences.all())
    assert sentences(done) == ["Of 2,503 young people we reach 98.1%.", "Another sentence."]
    assert stale == [] and editing.sentences_of(done[0].sections)[0].edited_by == lead.name
    assert list(numbers_in(done[0].sections)) == [COUNT, SHARE]
    assert Change.objects.latest("pk").detail["was"] == editing.editable(RULE)


def test_a_sentence_is_left_out_and_taken_in_again(lead: User, report: WrittenReport) -> None:
    edit(lead, report, "")
    assert sentences(editing.edited(parts_of(), report.sentences.all())[0]) == ["Another sentence."]
    assert edit(lead, report, editing.editable(RULE)) is None
    assert not report.sentences.exists()
    assert sentences(editing.edited(parts_of(), ())[0])[0].startswith("We are in touch")


def test_when_its_figure_moves_an_edit_is_read_again_and_never_shows_the_old_figure(
    lead: User, report: WrittenReport
) -> None:
    edit(lead, report, "We reach [98.1%]: well done.")
    moved = Paragraph(("We are in touch with ", number("97.4%", 97), " of ", COUNT, " young people."), key=RULE.key)
    done, stale = editing.edited(parts_of(moved), report.sentences.all())
    assert stale == [RULE.key]
    assert sentences(done)[0] == "We are in touch with 97.4% of 2,503 young people."


def test_own_sentences_stand_in_their_part_and_come_along_to_the_next_report(lead: User, report: WrittenReport) -> None:
    editing.add_sentence(by=lead, report=report, part="strengths", text="Our staff stay.")
    second = editing.add_sentence(by=lead, report=report, part="strengths", text="They care.")
    with pytest.raises(Refused, match="without square brackets"):
        editing.add_sentence(by=lead, report=report, part="strengths", text="[100%] stay.")
    editing.change_own(by=lead, sentence=second, text="They care, and it shows.")
    done, _ = editing.edited(parts_of(), report.sentences.select_related("edited_by"))
    assert sentences(done)[-2:] == ["Our staff stay.", "They care, and it shows."]
    after = WrittenReport.objects.create(kind="scrutiny", title="The next", month="2023-04", made_by=lead)
    edit(lead, report, "Something of this month.")
    assert editing.carry_over(by=lead, from_=report, to=after) == 2
    assert list(after.sentences.values_list("text", flat=True)) == ["Our staff stay.", "They care, and it shows."]
    editing.change_own(by=lead, sentence=second, text="")
    assert report.sentences.filter(key__startswith="own:").count() == 1


def test_only_those_who_keep_the_plan_write(report: WrittenReport) -> None:
    for role in ("board_member", "team_manager", "practitioner", "inspector", "administrator"):
        person = add_person(role)
        with pytest.raises(Refused, match="those who keep the plan"):
            editing.add_sentence(by=person, report=report, part="strengths", text="Mine.")
        with pytest.raises(Refused, match="those who keep the plan"):
            edit(person, report, "Mine.")
    assert not report.sentences.exists()


def test_two_who_write_at_once(lead: User, report: WrittenReport) -> None:
    edit(lead, report, "The first.")
    with pytest.raises(Refused, match="Somebody else has changed this"):
        editing.edit_sentence(by=lead, report=report, key=RULE.key, paragraph=RULE, text="The second.", seen=1)
    assert report.sentences.get().text == "The first."


def test_tables_are_not_touched() -> None:
    table = Table("A table", (), ())
    assert editing.edited([part("a", "A", table)], ())[0][0].sections[0].blocks == (table,)


def test_figures_that_are_written_alike_stay_the_figures_that_they_are() -> None:
    children, meetings = number("3", 3), Number("3", "meetings", DAY, "s", "counted here", Fraction(3))
    rule = Paragraph((children, " children in ", meetings, " meetings."), key="tells:9.9")
    assert editing.bound("In short: [3] of [3].", rule) == ("In short: ", children, " of ", meetings, ".")
    assert editing.bound("[3], [3], [3]", rule) == (children, ", ", meetings, ", ", meetings)

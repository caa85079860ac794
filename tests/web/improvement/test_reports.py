"""Packs and scrutiny reports: what is in them, that they are frozen, that each number of the known report is right."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from lineofsight.calendar import Month
from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.reports.document import Number, Report, Section, Table, numbers_in, words
from lineofsight.web.accounts.demonstration import make_demonstration_people
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.scope import scope_of
from lineofsight.web.improvement.boards import keeping
from lineofsight.web.improvement.boards import meeting as work
from lineofsight.web.improvement.demonstration import make_demonstration_improvement
from lineofsight.web.improvement.models import (
    Board,
    Decision,
    Meeting,
    PlanAction,
    Publication,
    Sentence,
    WrittenReport,
)
from lineofsight.web.improvement.reporting import publishing
from lineofsight.web.improvement.reporting.pack import build_pack, pack_report
from lineofsight.web.improvement.reporting.publishing import Choice
from lineofsight.web.improvement.reporting.writing import drafted
from lineofsight.web.seen import Seen
from lineofsight.web.serving import serving

DAY, MONTH = dt.date(2023, 3, 31), Month(2023, 3)


@pytest.fixture
def made(demo_site: Home, db: None) -> None:
    """The demonstration's people, plan, boards, risks and assurance."""
    make_demonstration_people(DAY)
    make_demonstration_improvement(DAY)


@pytest.fixture
def lead(made: None) -> User:
    return User.objects.get(username="quality")


@pytest.fixture
def seen(lead: User) -> Iterator[Seen]:
    served = serving()
    with served.reading() as counted:
        yield Seen(served, counted, lead, scope_of(lead, served.former_ids))


@pytest.fixture
def next_meeting(made: None) -> Meeting:
    return Meeting.objects.get(board__short="CSCIB", held_on=dt.date(2023, 4, 18))


def text_of(report: Report) -> str:
    """All that a report says, a sentence or a cell a line."""
    found: list[str] = []

    def walk(part: object) -> None:
        if isinstance(part, tuple):
            for one in part:
                walk(one)
        elif isinstance(part, str):
            found.append(part)
        elif is_dataclass(part) and not isinstance(part, Number):
            text = getattr(part, "text", None)
            if isinstance(text, tuple):
                found.append(words(text))
            else:
                for each in fields(part):
                    walk(getattr(part, each.name))

    walk(report.sections)
    return "\n".join(found)


def section(report: Report, title: str) -> Section:
    return next(each for each in report.sections if each.title.startswith(title))


# The pack


def test_a_pack_has_all_its_parts_and_its_exceptions_are_those_of_the_plan(seen: Seen, next_meeting: Meeting) -> None:
    report, month = pack_report(seen, next_meeting)
    assert month == MONTH and report.as_at == DAY
    assert [each.title for each in report.sections] == [
        "Where we stand",
        "Exceptions",
        "Measures",
        "What audits tell us",
        "What children, families, staff and partners tell us",
        "Risks",
        "Decisions needed",
        "Actions from last time",
    ]
    text = text_of(report)
    assert "Family group conferences come before proceedings" in text_of_section(report, "Decisions needed")
    assert "Bring options for cover" in text_of_section(report, "Actions from last time")
    assert "Bring a trajectory" not in text  # settled before the last meeting
    assert "Review the risk “Early help" in text_of_section(report, "Decisions needed")
    slipped = next(
        block
        for block in section(report, "Exceptions").blocks
        if isinstance(block, Table) and block.caption.startswith("Slipped")
    )
    titles = {words(row[0].text).partition(" ")[2] for row in slipped.rows}
    moved = PlanAction.objects.exclude(state="complete")
    assert titles == {
        action.title
        for action in moved
        if action.due_on != action.original_due_on and action.outcome.theme.plan.board == next_meeting.board
    }
    assert "Children who come into our care see a doctor within 20 working days" in titles


def text_of_section(report: Report, title: str) -> str:
    return text_of(Report("", "", "", DAY, DAY, (section(report, title),)))


def test_a_pack_is_frozen_and_built_again_as_another(lead: User, seen: Seen, next_meeting: Meeting) -> None:
    first = build_pack(by=lead, seen=seen, meeting=next_meeting)
    before = publishing.read_publication(first)
    work.add_item(by=lead, meeting=next_meeting, title="A new ask", asked_for="decision", ask="Agree to it")
    second = build_pack(by=lead, seen=seen, meeting=next_meeting)
    assert (first.number, second.number) == (1, 2) and first.report_id == second.report_id
    assert publishing.read_publication(Publication.objects.get(pk=first.pk)) == before
    assert "A new ask" in text_of(publishing.read_publication(second)) and "A new ask" not in text_of(before)
    assert first.snapshot == seen.snapshot and "no child" in first.because
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        Publication.objects.filter(pk=first.pk).update(content="{}")


def test_a_pack_is_called_by_the_day_that_the_meeting_has_now(lead: User, seen: Seen, next_meeting: Meeting) -> None:
    first = build_pack(by=lead, seen=seen, meeting=next_meeting)
    assert first.report.title.endswith(", 18 April 2023")
    keeping.move_meeting(by=lead, meeting=next_meeting, held_on=dt.date(2023, 3, 28), at="", where="")
    second = build_pack(by=lead, seen=seen, meeting=next_meeting)
    kept = WrittenReport.objects.get(kind="pack")
    assert kept.title.endswith(", 28 March 2023") and (second.report_id, second.number) == (kept.pk, 2)
    assert kept.month == "2023-02"  # March had not ended when it met


def test_an_action_that_was_agreed_with_another_day_was_not_moved(
    lead: User, seen: Seen, next_meeting: Meeting
) -> None:
    action = PlanAction.objects.filter(times_moved=0, outcome__theme__plan__board=next_meeting.board).first()
    assert action is not None
    PlanAction.objects.filter(pk=action.pk).update(state="opened", due_on=dt.date(2023, 9, 30))
    report, _ = pack_report(seen, next_meeting)
    tables = [block for block in section(report, "Exceptions").blocks if isinstance(block, Table)]
    slipped = next(block for block in tables if block.caption.startswith("Slipped"))
    assert action.number not in {words(row[0].text).partition(" ")[0] for row in slipped.rows}
    moved = next(n for n in numbers_in(report) if n.what == "actions of the plan whose day was moved")
    assert moved.value == sum(
        one.times_moved > 0
        for one in PlanAction.objects.filter(outcome__theme__plan__board=next_meeting.board).exclude(state="withdrawn")
    )


def test_a_pack_that_was_tampered_with_is_not_read(lead: User, seen: Seen, next_meeting: Meeting) -> None:
    made = build_pack(by=lead, seen=seen, meeting=next_meeting)
    made.content = made.content.replace("CSCIB", "another board").replace("Continuous", "Another")
    with pytest.raises(Refused, match="not what was kept"):
        publishing.read_publication(made)


def test_a_complete_action_reopens_in_the_pack_where_its_measure_worsened(
    lead: User, seen: Seen, next_meeting: Meeting
) -> None:
    build_pack(by=lead, seen=seen, meeting=next_meeting)
    action = PlanAction.objects.get(title__startswith="Assessments of children in our care")
    assert action.state == PlanAction.State.REVIEW and "5.10" in action.reopened_because
    assert f"{action.number} has reopened" in text_of(pack_report(seen, next_meeting)[0])


def test_what_a_meeting_accepts_is_newly_complete_in_the_next_pack(lead: User, seen: Seen, made: None) -> None:
    held = Meeting.objects.get(board__short="CSCIB", held_on=dt.date(2023, 3, 21))
    work.correct_record(by=lead, meeting=held, because="A decision was not written down")
    action = PlanAction.objects.get(title__startswith="Family group conferences")
    decision = work.decide(by=lead, meeting=held, text="It is done, and families say so.", kind="accept", action=action)
    action.refresh_from_db()
    assert action.state == "complete" and action.accepted_by == decision and action.accepted_on == held.held_on
    work.agree_record(by=lead, meeting=held)
    following = Meeting.objects.get(board__short="CSCIB", held_on=dt.date(2023, 4, 18))
    newly = next(
        block
        for block in section(pack_report(seen, following)[0], "Exceptions").blocks
        if isinstance(block, Table) and block.caption == "Newly complete"
    )
    assert [words(row[0].text) for row in newly.rows] == [f"{action.number} {action.title}"]


def test_no_decision_accepts_without_evidence_and_then_none_is_recorded(lead: User, made: None) -> None:
    held = Meeting.objects.get(board__short="CSCIB", held_on=dt.date(2023, 3, 21))
    work.correct_record(by=lead, meeting=held, because="To decide")
    action = PlanAction.objects.get(title__startswith="Family group conferences")
    action.evidence.filter(kind="data").update(taken_back_because="It was of another service")
    before = Decision.objects.count()
    with pytest.raises(Refused, match="evidence in data"):
        work.decide(by=lead, meeting=held, text="It is done", kind="accept", action=action)
    assert Decision.objects.count() == before
    action.refresh_from_db()
    assert action.state == "proposed"


def test_only_its_own_board_decides_on_a_plan(lead: User, made: None) -> None:
    other = Board.objects.get(title="Corporate Safeguarding Board")
    meeting = keeping.plan_meetings(by=lead, board=other, days=[dt.date(2023, 3, 30)])[0]
    work.hold(by=lead, meeting=meeting)
    action = PlanAction.objects.get(title__startswith="Family group conferences")
    with pytest.raises(Refused, match="CSCIB to decide"):
        work.decide(by=lead, meeting=meeting, text="It is done", kind="accept", action=action)


# The scrutiny report


@pytest.fixture
def draft_of(lead: User, seen: Seen) -> Callable[[], tuple[WrittenReport, Report]]:
    def begun() -> tuple[WrittenReport, Report]:
        report = publishing.begin_report(by=lead, kind="scrutiny", title="A made-up report", month=MONTH)
        return report, drafted(seen, report).report

    return begun


def test_every_figure_says_what_it_was_counted_from(draft_of: Callable[[], tuple[WrittenReport, Report]]) -> None:
    _, report = draft_of()
    found = list(numbers_in(report))
    assert len(found) > 250
    for number in found:
        assert number.text and number.what and number.definition and number.snapshot, number
        assert number.as_at <= DAY
    by_ref = {(n.ref, n.window): n for n in found if n.ref and n.value is not None}
    assert by_ref["6.1", "Snapshot"].value == Fraction(26400, 269)
    assert by_ref["3.3", "Snapshot"].definition.startswith("3.3 from ")


def test_a_publication_says_how_small_figures_were_hidden(
    lead: User, seen: Seen, draft_of: Callable[[], tuple[WrittenReport, Report]]
) -> None:
    report, content = draft_of()
    facts = {"by": lead, "report": report, "content": content, "book": "b" * 64, "snapshot": seen.snapshot}
    with pytest.raises(Refused, match="Say why no small figure is hidden"):
        publishing.publish(choice=Choice(0), **facts)
    open_ = publishing.publish(choice=Choice(0, because="Members asked for it"), **facts)
    assert "No figure is hidden: Members asked for it." in publishing.read_publication(open_).provenance
    strict = publishing.publish(choice=Choice(10), **facts)
    out = publishing.read_publication(strict)
    assert any("Counts from 1 to 9 are hidden" in sentence for sentence in out.provenance)
    hidden = {number.ref for number in numbers_in(out) if number.hidden}
    assert "4.8" in hidden and "6.1" in hidden  # 5 of 145 and 5 of 269 are few where counts below 10 are hidden
    for number in numbers_in(out):
        if number.hidden:
            assert number.value is None and number.numerator is None


def test_what_somebody_wrote_must_be_read_again_before_it_goes_out(lead: User, seen: Seen) -> None:
    report = publishing.begin_report(by=lead, kind="scrutiny", title="A made-up report", month=MONTH)
    draft = drafted(seen, report)
    one = next(each for each in draft.sentences if each.key.startswith("tells:"))
    Sentence.objects.create(report=report, key=one.key, text="Mine.", was="What the rule said last month.")
    again = drafted(seen, report)
    assert again.stale == (one.key,)
    with pytest.raises(Refused, match="read those again first"):
        publishing.publish(
            by=lead, report=report, content=again.report, choice=Choice(5), book="b" * 64, snapshot=seen.snapshot,
            stale=len(again.stale),
        )  # fmt: skip


def test_from_the_first_draft_to_a_file_on_the_pages(signed_in: Callable[..., Client], made: None) -> None:
    client = signed_in("analyst")
    begun = client.post("/improvement/reports/begin/", {"title": "Improvements", "month": "2023-03"})
    report = WrittenReport.objects.get(kind="scrutiny")
    page = f"/improvement/reports/{report.pk}/"
    assert begun.headers["Location"] == page
    text = client.get(page).content.decode()
    assert "What our data tells us" in text and "Divisional priorities" in text
    key = re.search(r"edit/\?key=(tells%3A[^\"&]+)", text)
    assert key
    form = client.get(f"{page}edit/?key={key[1]}").content.decode()
    rule = re.search(r"<textarea[^>]*>\s*([^<]+)</textarea>", form)
    assert rule and "[" in rule[1]
    typed = client.post(f"{page}edit/?key={key[1]}", {"text": "We reach [999]."})
    assert typed.status_code == 422 and "is no figure of this sentence" in typed.content.decode()
    figure = re.search(r"\[[^\]]+\]", rule[1])
    assert figure
    kept = client.post(f"{page}edit/?key={key[1]}", {"text": f"In plain words: {figure[0]}."})
    assert kept.status_code == 302
    assert "Edited by" in client.get(page).content.decode()
    client.post(f"{page}add/?part=strengths", {"text": "Our staff stay with us."})
    sent = client.post(f"{page}publish/", {"threshold": "5", "rounding": "1", "secondary": "on"})
    out = Publication.objects.get(report=report)
    assert sent.headers["Location"] == f"/improvement/reports/published/{out.pk}/"
    reader = signed_in("practitioner")
    shown = reader.get(sent.headers["Location"]).content.decode()
    assert "Our staff stay with us." in shown and "In plain words: " in shown
    written = shown.partition('<div class="los-written">')[2].partition("</main>")[0]
    assert "Our staff stay with us." in written and 'href="/' not in written  # it leads to no child
    assert reader.get(page).status_code == 403
    for suffix, start in (("pdf", b"%PDF"), ("pptx", b"PK"), ("docx", b"PK"), ("xlsx", b"PK"), ("html", b"<!DOCTYPE")):
        file = reader.get(f"/improvement/reports/published/{out.pk}/{suffix}/")
        assert file.status_code == 200 and file.content[:9].upper().startswith(start.upper()), suffix
        assert f'.{suffix}"' in file.headers["Content-Disposition"]
    assert reader.get(f"/improvement/reports/published/{out.pk}/exe/").status_code == 404
    workbook = openpyxl.load_workbook(io.BytesIO(reader.get(f"/improvement/reports/published/{out.pk}/xlsx/").content))
    assert len(workbook.sheetnames) > 2


def test_a_pack_is_for_those_who_govern(signed_in: Callable[..., Client], next_meeting: Meeting) -> None:
    client = signed_in("head_of_service")
    built = client.post(f"/improvement/reports/packs/{next_meeting.pk}/build/")
    address = built.headers["Location"]
    assert "Where we stand" in client.get(address).content.decode()
    assert signed_in("team_manager").get(address).status_code == 200
    board_member = signed_in("board_member")
    assert board_member.get(address).status_code == 404  # of another board
    person = User.objects.filter(role="board_member").latest("pk")
    keeping.add_member(
        by=User.objects.get(username="quality"), board=next_meeting.board, user=person, part="member", from_on=DAY
    )
    assert board_member.get(address).status_code == 200
    for other in (signed_in("practitioner"), signed_in("inspector", access_ends_on=dt.date(2223, 4, 1))):
        assert other.get(address).status_code == 404
        assert other.get(f"{address}pdf/").status_code == 404


# The known report, again


#: What the council's own report to scrutiny of 2023 says in numbers, of all that is kept here: a part of a sentence or
#: of a row, as the report must have it.
KNOWN = (
    r"Allocated children: 2,503\b",
    r"Children on a child protection plan: 214, 33\.3 per 10,000",
    r"Children in our care: 301, 46\.8 per 10,000",
    r"Children in need: 738\b",
    r"33\.3 per 10,000 children \(lower than London, [\d.]+ at 31 March 202[23]; lower than England, [\d.]+ at",
    r"46\.8 per 10,000 children \(lower than London, [\d.]+ at 31 March 202[23]; lower than England, [\d.]+ at",
    r"\b17 (key )?measures",
    r"\b6\b[^.]*green",
    r"\b4\b[^.]*amber",
    r"\b4\b[^.]*red",
    r"\b14\b",
    r"Of the 4 red, 3 miss the minimum target by less than 1 percentage point",
    r"case work of up to 200 children",
    r"2 recommendations",
    r"Two Ofsted inspectors",
    r"Two days",
    r"3 external consultants",
    r"Five days",
    r"The 12 children and family centres",
    r"each of these 4 communities",
    r"June 2019",
    r"inadequate rating in 2017",
    r"July 2022",
    r"January 2023",
    r"March 2023",
    r"second half of 2023",
)
GRADES = (
    "The impact of leaders on social work practice with children and families",
    "The experiences and progress of children who need help and protection",
    "The experiences and progress of children in care and care leavers",
    "Overall effectiveness",
)


@pytest.fixture(scope="module")
def known(demonstration: Home, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The scrutiny report of March 2023, written by the command, as the words of its page."""
    import os
    import shutil

    home = tmp_path_factory.mktemp("scrutiny") / "home"
    shutil.copytree(demonstration.path, home, ignore=shutil.ignore_patterns("demonstration-extract"))
    (home / "improvement").mkdir(exist_ok=True)
    (home / "improvement" / "settings.toml").write_text("threshold = 0\n")  # the known report hid nothing
    file = home.parent / "scrutiny.html"
    command = [sys.executable, "-m", "lineofsight", "report", "scrutiny", "--month", "2023-03", "--to", str(file)]
    environment = {**os.environ, "LINEOFSIGHT_HOME": str(home)}
    for name in ("DJANGO_SETTINGS_MODULE", "LINEOFSIGHT_DATABASE"):  # the home has a database of its own
        environment.pop(name, None)
    subprocess.run(command, check=True, env=environment, capture_output=True)
    return " ".join(re.sub(r"<[^>]+>", " ", _body(file)).split())


def _body(file: Path) -> str:
    import html

    text = file.read_text(encoding="utf-8")
    text = re.sub(r"<style.*?</style>|<title.*?</title>", "", text, flags=re.DOTALL)
    # Figures stand in elements of their own: their words join the sentence around them.
    return html.unescape(re.sub(r"</?(data|strong|span)\b[^>]*>", "", text))


@pytest.mark.parametrize("pattern", KNOWN)
def test_each_number_of_the_known_report_is_there(known: str, pattern: str) -> None:
    assert re.search(pattern, known), pattern


def test_the_grades_of_the_inspection_are_there(known: str) -> None:
    for judgement in GRADES:
        assert re.search(re.escape(judgement) + r" Good\b", known), judgement


def test_the_table_of_the_known_report_is_there_row_by_row(known: str) -> None:
    import csv

    from tests.golden.test_march_2023 import PUBLISHED

    with PUBLISHED.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 17
    for row in rows:
        ref, current = re.escape(row["ref"]), re.escape(row["current"])
        if row["unit"] == "count":
            pattern = rf"\b{ref} .{{5,120}}? n/a n/a {current} Snapshot"
        else:
            parts = " ".join(f"{int(row[name]):,}" for name in ("numerator", "denominator"))
            pattern = rf"\b{ref} .{{5,160}}? {parts} {current}% "
        assert re.search(pattern, known), row["ref"]

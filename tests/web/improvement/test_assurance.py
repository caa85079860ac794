"""The assurance register: what is written once stays, each finding that asks is answered, and the chain is whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import Change, Unchangeable, User
from lineofsight.web.accounts.roles import Role
from lineofsight.web.clock import today
from lineofsight.web.improvement.assurance import findings as work
from lineofsight.web.improvement.assurance import keeping
from lineofsight.web.improvement.assurance.keeping import SourceFacts
from lineofsight.web.improvement.assurance.reading import (
    Stage,
    chains_of,
    decisions_overdue,
    findings_of,
    inspection_history,
    lines,
    stage_of,
)
from lineofsight.web.improvement.models import (
    AssuranceSource,
    Board,
    Finding,
    FindingMistake,
    FindingResponse,
    Judgement,
    LaterVerdict,
    Outcome,
    Plan,
    PlanAction,
    PlanEvidence,
    Theme,
)
from lineofsight.web.improvement.running import IMPROVERS
from tests.web.conftest import add_person

pytestmark = pytest.mark.django_db
VISIT = SourceFacts("focused_visit", "Focused visit, July 2022", "Ofsted", dt.date(2022, 7, 5))
INSPECTION = SourceFacts(
    "inspection", "Inspection, June 2019", "Ofsted", dt.date(2019, 6, 3), published_on=dt.date(2019, 7, 22),
    framework="ilacs-2018",
)  # fmt: skip
ASKS, SAYS = Finding.Kind.RECOMMENDATION, Finding.Kind.STRENGTH


@pytest.fixture
def lead() -> User:
    return add_person("quality", name="keeps-assurance")


@pytest.fixture
def visit(lead: User) -> AssuranceSource:
    return keeping.add_source(by=lead, facts=VISIT)


@pytest.fixture
def inspection(lead: User) -> AssuranceSource:
    return keeping.add_source(by=lead, facts=INSPECTION)


@pytest.fixture
def asked(lead: User, visit: AssuranceSource) -> Finding:
    text = "The oversight of children missing from the heron's nest."
    return work.add_findings(by=lead, source=visit, kind=ASKS, texts=[text], paragraph="12")[0]


@pytest.fixture
def later(lead: User) -> AssuranceSource:
    return keeping.add_source(
        by=lead, facts=SourceFacts("inspection", "Inspection, 2024", "Ofsted", dt.date(2024, 11, 11))
    )


def an_action(finding: Finding | None = None, state: str = "agreed") -> PlanAction:
    board = Board.objects.create(title=f"Made-up board {Board.objects.count()}", kind="improvement")
    plan = Plan.objects.create(title="Made-up plan", board=board, starts_on=dt.date(2023, 1, 1))
    theme = Theme.objects.create(plan=plan, title="Made-up theme")
    day = dt.date(2023, 6, 30)
    made = PlanAction.objects.create(
        outcome=Outcome.objects.create(theme=theme, text="Children are safer."), title="Meet every week",
        owner_name="Ash Kestrel", due_on=day, original_due_on=day, next_update_on=day, state=state,
    )  # fmt: skip
    if finding is not None:
        made.findings.add(finding)
    return made


# Who may, and what is refused


def test_only_those_who_keep_the_plan_change_the_register(visit: AssuranceSource, asked: Finding) -> None:
    for role in Role:
        person = add_person(role.value)
        changes: list[Callable[[], object]] = [
            lambda person=person: keeping.add_source(
                by=person, facts=replace(VISIT, title=f"Visit of {person.username}")
            ),
            lambda person=person: work.add_findings(by=person, source=visit, kind=SAYS, texts=[person.username]),
            lambda person=person: work.respond(by=person, finding=asked, decision="accepted", owner_name="Elder Finch"),
        ]
        for change in changes:
            if role in IMPROVERS:
                change()
            else:
                with pytest.raises(Refused, match="those who keep the plan"):
                    change()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": " "}, "what it is called"),
        ({"body": ""}, "who carried it out"),
        ({"kind": "rumour"}, "what kind"),
        ({"held_until": dt.date(2022, 7, 4)}, "end before it begins"),
        ({"published_on": dt.date(2022, 7, 1)}, "published before it was held"),
        ({"held_on": dt.date(2222, 1, 1)}, "when it has been held"),
        ({"framework": "ilacs-2023"}, "does not hold for an inspection of 5 July 2022"),
        ({"framework": "ilacs-1066"}, "no framework"),
        ({"ref": "3.3"}, "of a measure in a month"),
        ({"ref": "3.3", "month": "lately"}, "year and month"),
    ],
)
def test_a_source_that_cannot_be_is_refused(lead: User, changed: dict[str, object], said: str) -> None:
    with pytest.raises(Refused, match=said):
        keeping.add_source(by=lead, facts=replace(VISIT, **changed))  # type: ignore[arg-type]
    assert not AssuranceSource.objects.exists()


def test_a_source_changes_and_the_record_says_what_it_was(lead: User, visit: AssuranceSource) -> None:
    keeping.change_source(by=lead, source=visit, facts=replace(VISIT, people="Two inspectors"), seen=1)
    with pytest.raises(Refused, match="Somebody else has changed this"):
        keeping.change_source(by=lead, source=visit, facts=VISIT, seen=1)
    change = Change.objects.get(did=keeping.CHANGED)
    assert change.detail == {"people": ["", "Two inspectors"]} and change.user == lead
    with pytest.raises(Refused, match="in the register already"):
        keeping.add_source(by=lead, facts=VISIT)


# Grades


def test_grades_are_recorded_and_the_overall_one_is_never_worked_out(lead: User, inspection: AssuranceSource) -> None:
    keeping.add_judgements(by=lead, source=inspection, grades={"leaders": "good", "help_and_protection": "good"})
    (history,) = inspection_history(dt.date(2023, 3, 31))
    assert [grade for _, grade in history.grades] == ["Good", "Good"]
    assert lines(today())[0].overall == ""  # two Goods make no overall grade
    keeping.add_judgements(by=lead, source=inspection, grades={"overall": "outstanding"})
    assert lines(today())[0].overall == "Outstanding"
    with pytest.raises(Refused, match="has its grade already"):
        keeping.add_judgements(by=lead, source=inspection, grades={"leaders": "inadequate"})
    with pytest.raises(Refused, match="gives no grade 'fine'"):
        keeping.add_judgements(by=lead, source=inspection, grades={"children_in_care_and_care_leavers": "fine"})
    with pytest.raises(Refused, match="makes no judgement 'care_leavers'"):  # that came with the framework of 2023
        keeping.add_judgements(by=lead, source=inspection, grades={"care_leavers": "good"})
    assert inspection_history(dt.date(2019, 6, 2)) == []


def test_grades_are_confidential_until_the_report_is_published(lead: User) -> None:
    source = keeping.add_source(by=lead, facts=replace(INSPECTION, published_on=None))
    with pytest.raises(Refused, match="not published"):
        keeping.add_judgements(by=lead, source=source, grades={"leaders": "good"})
    keeping.change_source(by=lead, source=source, facts=INSPECTION)
    assert keeping.add_judgements(by=lead, source=source, grades={"leaders": "good"})
    with pytest.raises(Refused, match="not published"):
        keeping.change_source(by=lead, source=source, facts=replace(INSPECTION, published_on=None))
    with pytest.raises(Refused, match="by its framework"):
        keeping.change_source(by=lead, source=source, facts=replace(INSPECTION, framework=""))


def test_a_grade_is_corrected_and_what_was_written_stays(lead: User, inspection: AssuranceSource) -> None:
    (wrong,) = keeping.add_judgements(by=lead, source=inspection, grades={"leaders": "outstanding"})
    right = keeping.correct_judgement(by=lead, judgement=wrong, grade="good", because="Read in the wrong line")
    assert inspection.grades == [right] and inspection.judgements.count() == 2
    with pytest.raises(Refused, match="corrected already"):
        keeping.correct_judgement(by=lead, judgement=wrong, grade="inadequate", because="Again")
    with pytest.raises(Refused, match="the grade that it has"):
        keeping.correct_judgement(by=lead, judgement=right, grade="good", because="Again")
    again = keeping.correct_judgement(by=lead, judgement=right, grade="outstanding", because="It was right at first")
    assert inspection.grades == [again]


# Word for word, and written once


def test_pasted_findings_are_kept_word_for_word() -> None:
    pasted = "\r\n First finding,\r\n  on two lines.\r\n\r\n\t\r\n“Second”: 5% – no more.\r\n"
    assert work.blocks_of(pasted) == ["First finding,\n  on two lines.", "“Second”: 5% – no more."]
    assert work.blocks_of(" \n\n ") == []


def test_findings_stand_in_the_order_in_which_they_were_added(lead: User, visit: AssuranceSource) -> None:
    work.add_findings(by=lead, source=visit, kind=SAYS, texts=["The wren", "The heron"], paragraph=" 7 ")
    work.add_findings(by=lead, source=visit, kind=ASKS, texts=["The finch"])
    assert [(row.text, row.paragraph, row.place) for row in findings_of([visit])] == [
        ("The wren", "7", 1), ("The heron", "7", 2), ("The finch", "", 3),
    ]  # fmt: skip
    assert [row.text for row in findings_of([visit], kinds=[ASKS])] == ["The finch"]
    for texts, said in (([], "word for word"), (["A", " "], "word for word"), (["The wren"], "this finding already")):
        with pytest.raises(Refused, match=said):
            work.add_findings(by=lead, source=visit, kind=SAYS, texts=texts)
    with pytest.raises(Refused, match="this finding already"):
        work.add_findings(by=lead, source=visit, kind=SAYS, texts=["Twice", "Twice"])
    with pytest.raises(Refused, match="themes of audits"):
        work.add_findings(by=lead, source=visit, kind=SAYS, texts=["About"], area="no_theme")
    assert Finding.objects.count() == 3


def _rows(lead: User, inspection: AssuranceSource, asked: Finding, later: AssuranceSource) -> list[object]:
    (judgement,) = keeping.add_judgements(by=lead, source=inspection, grades={"leaders": "good"})
    verdict = work.add_verdict(by=lead, finding=asked, source=later, verdict="improved", text="Better")
    other = work.add_findings(by=lead, source=inspection, kind=SAYS, texts=["By mistake"])[0]
    mistake = work.strike_finding(by=lead, finding=other, because="Of another source")
    return [judgement, verdict, asked, mistake]


def test_the_model_refuses_changes_to_what_somebody_else_said(
    lead: User, inspection: AssuranceSource, asked: Finding, later: AssuranceSource
) -> None:
    for row in _rows(lead, inspection, asked, later):
        with pytest.raises(Unchangeable):
            row.save()  # type: ignore[attr-defined]
        with pytest.raises(Unchangeable):
            row.delete()  # type: ignore[attr-defined]


def test_the_database_refuses_changes_to_what_somebody_else_said(
    lead: User, inspection: AssuranceSource, asked: Finding, later: AssuranceSource
) -> None:
    for row in _rows(lead, inspection, asked, later):
        table = row._meta.db_table  # type: ignore[attr-defined]
        column = {"improvement_judgement": "grade", "improvement_findingmistake": "because"}.get(table, "text")
        for statement in (f"update {table} set {column} = 'otherwise'", f"delete from {table}"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
    asked.refresh_from_db()
    assert asked.text.startswith("The oversight")


# Corrections


def test_a_corrected_finding_takes_over_what_followed_the_old_one(
    lead: User, visit: AssuranceSource, asked: Finding, later: AssuranceSource
) -> None:
    action = an_action(asked)
    work.respond(by=lead, finding=asked, decision="partly", reason="In part", owner_name="Elder Finch")
    work.add_verdict(by=lead, finding=asked, source=later, verdict="partly", text="Better in part", paragraph="54")
    right = work.correct_finding(
        by=lead, finding=asked, because="A word was missing", kind=ASKS, text="Oversight of all children missing."
    )
    asked.refresh_from_db()
    assert asked.mistake.replaced_by == right and asked.text.startswith("The oversight")
    assert (right.place, list(findings_of([visit]))) == (asked.place, [right])
    assert (right.response.decision, right.response.whose) == ("partly", "Elder Finch")
    assert list(action.findings.all()) == [right]
    assert [(verdict.verdict, verdict.paragraph) for verdict in right.verdicts.all()] == [("partly", "54")]
    with pytest.raises(Refused, match="marked as a mistake already"):
        work.correct_finding(by=lead, finding=asked, because="Again", kind=ASKS, text="Otherwise")
    with pytest.raises(Refused, match="Nothing would be otherwise"):
        work.correct_finding(by=lead, finding=right, because="None", kind=ASKS, text=right.text)


def test_a_finding_of_another_kind_asks_for_no_answer_any_more(lead: User, asked: Finding) -> None:
    right = work.correct_finding(by=lead, finding=asked, because="It is praise", kind=SAYS, text=asked.text)
    assert not FindingResponse.objects.filter(finding=right).exists()
    assert decisions_overdue(today() + dt.timedelta(days=999)) == []


def test_a_finding_that_should_not_stand_there_counts_for_nothing(
    lead: User, visit: AssuranceSource, asked: Finding
) -> None:
    action = an_action(asked)
    with pytest.raises(Refused, match=f"{action.number} of the plan answers it"):
        work.strike_finding(by=lead, finding=asked, because="Of another source")
    action.findings.clear()
    work.strike_finding(by=lead, finding=asked, because="Of another source")
    assert not findings_of([visit]) and Finding.objects.count() == 1
    assert decisions_overdue(today() + dt.timedelta(days=999)) == []
    for change in (
        lambda: work.respond(by=lead, finding=asked, decision="accepted", owner_name="Elder Finch"),
        lambda: work.strike_finding(by=lead, finding=asked, because="Again"),
    ):
        with pytest.raises(Refused, match="marked as a mistake already"):
            change()
    assert FindingMistake.objects.get().because == "Of another source"


# Decisions and the chain


def test_what_asks_waits_for_a_decision_for_four_weeks(lead: User, visit: AssuranceSource, asked: Finding) -> None:
    work.add_findings(by=lead, source=visit, kind=SAYS, texts=["Praise asks for nothing"])
    row = FindingResponse.objects.get()
    assert (row.finding, row.decision, row.decide_by) == (asked, "waiting", today() + dt.timedelta(weeks=4))
    assert decisions_overdue(row.decide_by) == []  # on its day it is not yet overdue
    assert decisions_overdue(row.decide_by + dt.timedelta(days=1)) == [asked]
    for facts, said in (
        ({"decision": "waiting"}, "what is decided"),
        ({"decision": "partly", "owner_name": "Elder Finch"}, "why it is not accepted"),
        ({"decision": "not_accepted"}, "why it is not accepted"),
        ({"decision": "accepted"}, "who sees to it"),
    ):
        with pytest.raises(Refused, match=said):
            work.respond(by=lead, finding=asked, **facts)
    work.respond(by=lead, finding=asked, decision="not_accepted", reason="It is done already")
    assert decisions_overdue(row.decide_by + dt.timedelta(days=1)) == []
    anew = work.respond(by=lead, finding=asked, decision="accepted", owner=lead)
    assert (anew.whose, anew.decided_by, anew.decided_on, anew.version) == (lead.name, lead, today(), 3)
    decisions = [change.detail["decision"] for change in Change.objects.filter(did=work.ANSWERED).order_by("pk")]
    assert decisions == [["waiting", "not_accepted"], ["not_accepted", "accepted"]]


@pytest.mark.parametrize(
    ("decision", "actions", "verdicts", "stage"),
    [
        ("waiting", [], [], Stage.DECIDE),
        ("waiting", ["agreed"], [], Stage.DECIDE),  # an action is no decision
        ("not_accepted", [], [], Stage.NOT_ACCEPTED),
        ("accepted", [], [], Stage.NO_ACTION),
        ("partly", ["withdrawn"], [], Stage.NO_ACTION),
        ("accepted", ["complete", "proposed"], [], Stage.UNDER_WAY),
        ("accepted", ["complete", "review"], [], Stage.UNDER_WAY),
        ("accepted", ["complete", "withdrawn"], [], Stage.DONE),
        ("accepted", ["complete"], ["improved"], Stage.IMPROVED),
        ("accepted", ["complete"], ["partly"], Stage.NOT_IMPROVED),
        ("accepted", ["agreed"], ["not", "improved"], Stage.IMPROVED),  # the last verdict holds
        ("accepted", ["complete"], ["improved", "not"], Stage.NOT_IMPROVED),
        ("not_accepted", [], ["not"], Stage.NOT_IMPROVED),
    ],
)
def test_how_far_a_finding_is(decision: str, actions: list[str], verdicts: list[str], stage: Stage) -> None:
    assert stage_of(decision, actions, verdicts) is stage


def test_the_chain_goes_from_the_finding_to_the_later_verdict(
    lead: User, asked: Finding, later: AssuranceSource
) -> None:
    action = an_action(asked, "complete")
    work.respond(by=lead, finding=asked, decision="accepted", owner_name="Elder Finch")
    day = dt.date(2023, 5, 2)
    for text, facts in (
        ("What families say", {}),
        ("Was taken back", {"taken_back_because": "It did not hold"}),
        ("Why it was opened", {"at_opening": True}),
    ):
        PlanEvidence.objects.create(action=action, kind="voice", text=text, dated_on=day, **facts)
    work.add_verdict(by=lead, finding=asked, source=later, verdict="improved", text="Had significantly improved.")
    (chain,) = chains_of(Finding.objects.filter(pk=asked.pk))
    assert chain.response is not None and chain.response.decision == "accepted"
    assert chain.actions == (action,)
    assert [each.text for each in chain.evidence] == ["What families say"]
    assert [(each.source, each.verdict) for each in chain.verdicts] == [(later, "improved")]
    assert chain.stage is Stage.IMPROVED


def test_a_later_verdict_comes_from_a_later_source_once(
    lead: User, visit: AssuranceSource, asked: Finding, inspection: AssuranceSource, later: AssuranceSource
) -> None:
    for source in (visit, inspection):
        with pytest.raises(Refused, match="held after"):
            work.add_verdict(by=lead, finding=asked, source=source, verdict="improved", text="Better")
    work.add_verdict(by=lead, finding=asked, source=later, verdict="not", text="No better")
    with pytest.raises(Refused, match="recorded already"):
        work.add_verdict(by=lead, finding=asked, source=later, verdict="improved", text="Better")
    earlier = SourceFacts("inspection", later.title, "Ofsted", dt.date(2022, 7, 5))
    with pytest.raises(Refused, match="held later"):
        keeping.change_source(by=lead, source=later, facts=earlier)


def test_the_list_counts_what_is_open_and_is_filtered(
    lead: User, visit: AssuranceSource, asked: Finding, inspection: AssuranceSource
) -> None:
    own = keeping.add_source(
        by=lead, facts=SourceFacts("thematic_review", "Thematic review", "Quality assurance", dt.date(2022, 9, 1))
    )
    first = lines(today())
    assert [(line.source, line.found, line.asked, line.open, line.waiting) for line in first] == [
        (own, 0, 0, 0, 0), (visit, 1, 1, 1, 1), (inspection, 0, 0, 0, 0),
    ]  # fmt: skip
    assert [line.overdue for line in lines(today() + dt.timedelta(weeks=5))] == [0, 1, 0]
    assert [line.source for line in lines(today(), kind="inspection")] == [inspection]
    assert [line.source for line in lines(today(), year=2022)] == [own, visit]
    assert [line.source for line in lines(today(), external=True)] == [visit, inspection]
    assert [line.source for line in lines(today(), external=False)] == [own]
    assert [line.source for line in lines(today(), only_open=True)] == [visit]
    work.respond(by=lead, finding=asked, decision="not_accepted", reason="It is done already")
    assert lines(today(), only_open=True) == []


# Pages


@pytest.mark.usefixtures("demo_site")
def test_the_whole_story_in_the_browser(signed_in: Callable[..., Client]) -> None:
    client = signed_in("quality")
    said = {"kind": "focused_visit", "title": "Visit of the herons", "body": "Ofsted", "held_on": "2022-07-05"}
    answer = client.post(reverse("improvement:add_source"), said | {"framework": "ilacs-2018"}, follow=True)
    assert b"The source is in the register" in answer.content
    source = AssuranceSource.objects.get()
    answer = client.post(
        reverse("improvement:add_findings", args=[source.pk]),
        {"kind": "recommendation", "texts": "Watch <b>over</b> the nest.\r\n\r\nCount the eggs."},
        follow=True,
    )
    page = answer.content.decode()
    assert "2 findings are in the register" in page and "Watch &lt;b&gt;over&lt;/b&gt; the nest." in page
    first, second = Finding.objects.order_by("place")
    answer = client.post(
        reverse("improvement:answer_finding", args=[first.pk]),
        {"decision": "accepted", "owner": "Elder Finch", "version": 1},
        follow=True,
    )
    assert b"Accepted" in answer.content and b"Elder Finch" in answer.content
    answer = client.post(
        reverse("improvement:correct_finding", args=[second.pk]),
        {"kind": "recommendation", "text": "Count all eggs.", "because": "A word was missing"},
        follow=True,
    )
    assert b"what was written before stays" in answer.content and b"<del>Count the eggs.</del>" in answer.content
    page = client.get(reverse("improvement:source", args=[source.pk])).content.decode()
    assert "<del>Count the eggs.</del>" in page and "A word was missing" in page
    refused = client.post(reverse("improvement:grade_source", args=[source.pk]), {"leaders": "good", "version": 1})
    assert refused.status_code == 422 and b"not published" in refused.content
    page = client.get(reverse("improvement:assurance"), {"state": "open", "year": "2022"}).content.decode()
    assert "Visit of the herons" in page and "1 source, the latest first" in page


@pytest.mark.usefixtures("demo_site")
def test_overdue_decisions_are_said_first(signed_in: Callable[..., Client], asked: Finding) -> None:
    client = signed_in("practitioner")
    address = reverse("improvement:assurance")
    assert b"overdue" not in client.get(address).content
    FindingResponse.objects.update(decide_by=today() - dt.timedelta(days=1))
    page = client.get(address).content.decode()
    assert "1 decision is overdue." in page and asked.text.replace("'", "&#x27;") in page
    assert "Add a source" not in page  # who only reads is offered nothing to change


@pytest.mark.usefixtures("demo_site")
@pytest.mark.parametrize(
    "page", ["add_findings", "change_source", "correct_finding", "strike_finding", "answer_finding", "judge_again"]
)
def test_each_form_opens(page: str, signed_in: Callable[..., Client], visit: AssuranceSource, asked: Finding) -> None:
    of = visit if page in ("add_findings", "change_source") else asked
    answer = signed_in("director").get(reverse(f"improvement:{page}", args=[of.pk]))
    assert answer.status_code == 200 and b'<form method="post"' in answer.content


@pytest.mark.usefixtures("demo_site")
def test_the_form_for_grades_offers_those_that_are_missing(
    signed_in: Callable[..., Client], lead: User, inspection: AssuranceSource
) -> None:
    (given,) = keeping.add_judgements(by=lead, source=inspection, grades={"leaders": "good"})
    client = signed_in("director")
    address = reverse("improvement:grade_source", args=[inspection.pk])
    page = client.get(address).content.decode()
    assert 'name="overall"' in page and 'name="leaders"' not in page
    answer = client.post(address, {"overall": "good", "version": 1}, follow=True)
    assert b"The grades are recorded" in answer.content
    answer = client.post(
        reverse("improvement:correct_grade", args=[given.pk]),
        {"grade": "requires_improvement", "because": "Read in the wrong line"},
        follow=True,
    )
    assert b"was written down as Good, and corrected to Requires improvement to be good" in answer.content
    assert Judgement.objects.count() == 3


@pytest.mark.usefixtures("demo_site")
def test_what_is_not_there_is_not_found(signed_in: Callable[..., Client]) -> None:
    client = signed_in("director")
    for page in ("source", "finding", "add_findings", "correct_grade"):
        assert client.get(reverse(f"improvement:{page}", args=[999])).status_code == 404


@pytest.mark.usefixtures("demo_site")
def test_a_finding_that_names_a_child_is_refused(signed_in: Callable[..., Client]) -> None:
    client = signed_in("quality")
    source = AssuranceSource.objects.create(kind="complaint", title="C", body="B", held_on=dt.date(2023, 1, 1))
    answer = client.post(
        reverse("improvement:add_findings", args=[source.pk]), {"kind": "strength", "texts": "Child C000189 is safe."}
    )
    assert answer.status_code == 422 and b"C000189" in answer.content and not Finding.objects.exists()
    assert LaterVerdict.objects.count() == 0

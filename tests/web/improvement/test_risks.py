"""The risk register: scores that fit together and stay, controls, and what there is to worry about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError
from django.test import Client
from django.urls import reverse

from lineofsight.calendar import Month
from lineofsight.problems import Refused
from lineofsight.web.accounts.models import Change, Unchangeable, User
from lineofsight.web.accounts.roles import Role
from lineofsight.web.clock import today
from lineofsight.web.improvement.figures import figure_of
from lineofsight.web.improvement.models import (
    Board,
    Control,
    Decision,
    Meeting,
    Outcome,
    Plan,
    PlanAction,
    Risk,
    RiskScore,
    Theme,
)
from lineofsight.web.improvement.plan.measures import figure_text
from lineofsight.web.improvement.risks import controls, keeping, scoring, tying
from lineofsight.web.improvement.risks.controls import ControlFacts
from lineofsight.web.improvement.risks.keeping import RiskFacts
from lineofsight.web.improvement.risks.reading import heat_map, history_of, lines, risks_there, warnings_of
from lineofsight.web.improvement.risks.scoring import pairs_of, rating_of_score
from lineofsight.web.improvement.risks.steps import RISK_STEPS
from lineofsight.web.improvement.running import IMPROVERS
from lineofsight.web.serving import serving
from tests.web.conftest import add_person

pytestmark = pytest.mark.django_db
FACTS = RiskFacts(
    "Nests near the road", "The old wood is gone.", "Wrens nest near the road.", "Fledglings are hurt.",
    owner_name="Elder Finch",
)  # fmt: skip
SCORES = {"inherent": (4, 5), "current": (3, 4), "target": (2, 4)}
ASSURED = ControlFacts("A fence", "2", "substantial", dt.date(2023, 3, 1), "An audit of the fence")


@pytest.fixture
def lead() -> User:
    return add_person("quality", name="keeps-risks")


@pytest.fixture
def soon() -> dt.date:
    return today() + dt.timedelta(days=28)


@pytest.fixture
def risk(lead: User, soon: dt.date) -> Risk:
    return keeping.add_risk(by=lead, facts=FACTS, review_on=soon, scores=SCORES)


def an_action(state: str = "agreed") -> PlanAction:
    board = Board.objects.create(title=f"Made-up board {Board.objects.count()}", kind="improvement")
    plan = Plan.objects.create(title="Made-up plan", board=board, starts_on=dt.date(2023, 1, 1))
    outcome = Outcome.objects.create(theme=Theme.objects.create(plan=plan, title="Theme"), text="Wrens are safe.")
    day = dt.date(2023, 6, 30)
    return PlanAction.objects.create(
        outcome=outcome, title="Plant a hedge", owner_name="Ash Kestrel", due_on=day, original_due_on=day,
        next_update_on=day, state=state,
    )  # fmt: skip


def test_only_those_who_keep_the_plan_change_risks(risk: Risk, soon: dt.date) -> None:
    for role in Role:
        person = add_person(role.value)
        changes: list[Callable[[], object]] = [
            lambda person=person: keeping.review(by=person, risk=risk, note="Looked at", review_on=soon),
            lambda person=person: controls.add_control(by=person, risk=risk, facts=ASSURED),
            lambda person=person: keeping.add_risk(
                by=person, facts=replace(FACTS, title=person.username), review_on=soon, scores=SCORES
            ),
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
        ({"title": ""}, "what the risk is called"),
        ({"cause": " "}, "because of what"),
        ({"event": ""}, "what may happen"),
        ({"consequence": ""}, "what would follow"),
        ({"owner_name": " "}, "one name"),
    ],
)
def test_a_risk_is_a_whole_sentence_with_an_owner(
    lead: User, soon: dt.date, changed: dict[str, str], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        keeping.add_risk(by=lead, facts=replace(FACTS, **changed), review_on=soon, scores=SCORES)
    assert not Risk.objects.exists()


def test_a_risk_is_added_once_with_its_three_scores(lead: User, risk: Risk, soon: dt.date) -> None:
    assert pairs_of(risk) == SCORES
    assert (risk.whose, risk.level, risk.review_on) == ("Elder Finch", "service", soon)
    with pytest.raises(Refused, match="open already"):
        keeping.add_risk(by=lead, facts=replace(FACTS, title="nests NEAR the road"), review_on=soon, scores=SCORES)
    with pytest.raises(Refused, match="a day to come"):
        keeping.add_risk(by=lead, facts=replace(FACTS, title="B"), review_on=today(), scores=SCORES)


# Scores


@pytest.mark.parametrize(
    ("scores", "because", "said"),
    [
        ({"target": (4, 4)}, "Judged again", r"The target \(16\) is above the score now \(12\)"),
        ({"current": (2, 3)}, "Judged again", r"The target \(8\) is above the score now \(6\)"),
        ({"current": (0, 3)}, "Judged again", "from 1 to 5"),
        ({"current": (3, 6)}, "Judged again", "from 1 to 5"),
        ({"current": (3, 4)}, "Judged again", "Nothing is judged otherwise"),
        ({"current": (3, 3)}, " ", "why it is judged so"),
    ],
)
def test_scores_that_do_not_fit_together_are_refused(
    lead: User, risk: Risk, scores: dict[str, tuple[int, int]], because: str, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        scoring.score(by=lead, risk=risk, scores=scores, because=because)
    assert pairs_of(risk) == SCORES and RiskScore.objects.count() == 3


def test_a_score_now_above_the_one_without_controls_needs_a_reason(lead: User, soon: dt.date) -> None:
    strange = {"inherent": (2, 2), "current": (3, 3), "target": (1, 1)}
    with pytest.raises(Refused, match=r"The score now \(9\) is above the one without controls \(4\)"):
        keeping.add_risk(by=lead, facts=FACTS, review_on=soon, scores=strange)
    made = keeping.add_risk(
        by=lead, facts=FACTS, review_on=soon, scores=strange, because="The fence leads wrens to the road"
    )
    assert pairs_of(made) == strange


def test_a_score_stays_and_the_last_one_holds(lead: User, risk: Risk) -> None:
    scoring.score(by=lead, risk=risk, scores={**SCORES, "current": (3, 3)}, because="The fence stands", seen=1)
    assert pairs_of(risk) == {**SCORES, "current": (3, 3)}
    assert [score.score for score in risk.scores.filter(of="current")] == [12, 9]  # what was before stays
    assert risk.scores.filter(of="inherent").count() == 1  # what is as it was is not written again
    (change, *_) = history_of(risk)
    assert change.detail == {"because": "The fence stands", "current": ["3 × 4 = 12", "3 × 3 = 9"]}
    found = RiskScore.objects.first()
    assert found is not None
    with pytest.raises(Unchangeable):
        found.save()
    for statement in ("update improvement_riskscore set likelihood = 1", "delete from improvement_riskscore"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(IntegrityError), transaction.atomic():
        RiskScore.objects.create(risk=risk, of="current", likelihood=6, impact=1, judged_on=today())


@pytest.mark.parametrize(
    ("score", "rating"), [(None, ""), (1, "green"), (7, "green"), (8, "amber"), (14, "amber"), (15, "red"), (25, "red")]
)
def test_ratings_are_those_of_the_matrix(score: int | None, rating: str) -> None:
    assert rating_of_score(score) == rating


# Where it stands


def test_a_risk_goes_up_and_down_one_register_at_a_time(lead: User, risk: Risk) -> None:
    with pytest.raises(Refused, match="lowest register"):
        keeping.deescalate(by=lead, risk=risk, because="It is small")
    with pytest.raises(Refused, match="why it goes up"):
        keeping.escalate(by=lead, risk=risk, because=" ")
    levels = [keeping.escalate(by=lead, risk=risk, because=f"Step {step}").level for step in (1, 2)]
    assert levels == ["directorate", "corporate"]
    with pytest.raises(Refused, match="highest register"):
        keeping.escalate(by=lead, risk=risk, because="Once more")
    down = keeping.deescalate(by=lead, risk=risk, because="The hedge has grown")
    assert (down.level, down.escalated_because) == ("directorate", "The hedge has grown")
    assert [change.detail["level"] for change in history_of(risk)[:3]] == [
        ["Corporate", "Directorate"], ["Directorate", "Corporate"], ["Service", "Directorate"],
    ]  # fmt: skip


@pytest.mark.parametrize("state", Risk.State.values)
@pytest.mark.parametrize("name", RISK_STEPS)
def test_every_step_from_every_state(lead: User, risk: Risk, state: str, name: str) -> None:
    Risk.objects.filter(pk=risk.pk).update(state=state)
    step, take = RISK_STEPS[name], {"close": keeping.close, "reopen": keeping.reopen}[name]
    if state in step.comes_from:
        assert take(by=lead, risk=risk, because="A reason").state in step.leads_to
        assert Change.objects.filter(did=step.did, subject=str(risk.pk)).exists()
    else:
        with pytest.raises(Refused, match="is not possible"):
            take(by=lead, risk=risk, because="A reason")


def test_a_closed_risk_is_not_changed_and_is_looked_at_when_it_opens_again(
    lead: User, risk: Risk, soon: dt.date
) -> None:
    control = controls.add_control(by=lead, risk=risk, facts=ASSURED)
    keeping.close(by=lead, risk=risk, because="The road is closed")
    for change in (
        lambda: keeping.change_risk(by=lead, risk=risk, facts=FACTS),
        lambda: keeping.review(by=lead, risk=risk, note="Looked at", review_on=soon),
        lambda: scoring.score(by=lead, risk=risk, scores=SCORES, because="Judged again"),
        lambda: controls.add_control(by=lead, risk=risk, facts=ASSURED),
        lambda: controls.end_control(by=lead, control=control, because="Gone"),
        lambda: tying.tie_action(by=lead, risk=risk, action=an_action()),
        lambda: keeping.escalate(by=lead, risk=risk, because="Up"),
    ):
        with pytest.raises(Refused, match="closed: open it again"):
            change()
    again = keeping.reopen(by=lead, risk=risk, because="The road is open")
    assert (again.state, again.review_on, again.closed_because) == ("open", today(), "")


def test_changes_are_recorded_as_what_was_and_what_is(lead: User, risk: Risk) -> None:
    keeping.change_risk(by=lead, risk=risk, facts=replace(FACTS, owner=lead, event="Wrens cross the road."), seen=1)
    detail = history_of(risk)[0].detail
    assert detail == {
        "event": ["Wrens nest near the road.", "Wrens cross the road."], "owner": ["Elder Finch", lead.name],
    }  # fmt: skip
    with pytest.raises(Refused, match="Somebody else has changed this"):
        keeping.change_risk(by=lead, risk=risk, facts=FACTS, seen=1)


def test_a_review_says_what_it_found_and_when_the_next_is(lead: User, risk: Risk, soon: dt.date) -> None:
    later = soon + dt.timedelta(days=7)
    reviewed = keeping.review(by=lead, risk=risk, note="The hedge is planted", review_on=later)
    assert reviewed.review_on == later
    assert history_of(risk)[0].detail == {"note": "The hedge is planted", "next_review": [str(soon), str(later)]}
    for note, day, said in (("", later, "what the review found"), ("Seen", today(), "a day to come")):
        with pytest.raises(Refused, match=said):
            keeping.review(by=lead, risk=risk, note=note, review_on=day)


# Controls


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"text": ""}, "what holds the risk down"),
        ({"line": "4"}, "who would notice"),
        ({"assured": "fully"}, "how well we know"),
        ({"assured_on": None}, "needs what shows it, and its day"),
        ({"assured_by": " "}, "needs what shows it, and its day"),
        ({"assured_on": dt.date(2222, 1, 1)}, "something that has been"),
    ],
)
def test_a_control_says_what_shows_that_it_works(lead: User, risk: Risk, changed: dict[str, object], said: str) -> None:
    with pytest.raises(Refused, match=said):
        controls.add_control(by=lead, risk=risk, facts=replace(ASSURED, **changed))  # type: ignore[arg-type]
    assert not Control.objects.exists()


def test_a_control_changes_and_ends_and_stays_to_be_read(lead: User, risk: Risk) -> None:
    control = controls.add_control(by=lead, risk=risk, facts=ControlFacts("A fence", "1"))
    controls.change_control(by=lead, control=control, facts=ASSURED, seen=1)
    assert history_of(risk)[0].detail["assured"] == ["Not assured", "Substantial"]
    ended = controls.end_control(by=lead, control=control, because="The fence fell")
    assert ended.ended_on == today()
    assert lines(risks_there(), today())[0].controls == ()
    with pytest.raises(Refused, match="has ended"):
        controls.change_control(by=lead, control=control, facts=ASSURED)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"rating": "red", "controls": []}, ["no control is written"]),
        ({"rating": "red", "controls": ["none", "none"]}, ["none of its controls is assured"]),
        ({"rating": "red", "controls": ["none", "partial"]}, []),
        ({"rating": "amber", "controls": []}, []),
        ({"rating": "red", "controls": ["partial"], "above_target": True}, ["no action of the plan"]),
        ({"rating": "red", "controls": ["partial"], "above_target": True, "acted_on": True}, []),
        ({"rating": "green", "review_on": dt.date(2023, 3, 30)}, ["overdue since 30 March 2023"]),
        ({"rating": "green", "review_on": dt.date(2023, 3, 31)}, []),  # on its day it is not yet overdue
    ],
)
def test_what_there_is_to_worry_about(facts: dict[str, object], said: list[str]) -> None:
    on = dt.date(2023, 3, 31)
    usual: dict[str, object] = {"controls": ["partial"], "review_on": on, "acted_on": False, "above_target": False}
    found = warnings_of(on=on, **{**usual, **facts})  # type: ignore[arg-type]
    assert len(found) == len(said)
    assert all(part in sentence for part, sentence in zip(said, found, strict=True))


# The list and the map


def test_the_heat_map_has_each_risk_once_in_its_square(lead: User, risk: Risk, soon: dt.date) -> None:
    other = keeping.add_risk(
        by=lead, facts=replace(FACTS, title="Foxes"), review_on=soon,
        scores={"inherent": (5, 5), "current": (5, 5), "target": (2, 4)},
    )  # fmt: skip
    rows = lines(risks_there(), today())
    assert [line.risk for line in rows] == [other, risk]  # the highest score first
    for of, expected in (
        ("inherent", {(4, 5): [risk], (5, 5): [other]}),
        ("current", {(3, 4): [risk], (5, 5): [other]}),
        ("target", {(2, 4): [risk, other]}),
    ):
        drawn = heat_map(rows, of)
        assert [row.likelihood for row in drawn] == [5, 4, 3, 2, 1]
        there = {
            (each.likelihood, each.impact): list(each.risks) for row in drawn for each in row.squares if each.risks
        }
        assert there == expected
        assert {each.score for row in drawn for each in row.squares} == {
            a * b for a in range(1, 6) for b in range(1, 6)
        }


def test_a_risk_is_tied_to_actions_once(lead: User, risk: Risk) -> None:
    action = an_action()
    tying.tie_action(by=lead, risk=risk, action=action)
    assert list(risk.actions.all()) == [action]
    with pytest.raises(Refused, match="tied to that action already"):
        tying.tie_action(by=lead, risk=risk, action=action)
    tying.untie_action(by=lead, risk=risk, action=action)
    for change, said in (
        (lambda: tying.untie_action(by=lead, risk=risk, action=action), "not tied"),
        (lambda: tying.untie_measure(by=lead, risk=risk, ref="3.3"), "not tied"),
        (lambda: tying.tie_action(by=lead, risk=risk, action=an_action("withdrawn")), "withdrawn"),
    ):
        with pytest.raises(Refused, match=said):
            change()


# Pages


@pytest.mark.usefixtures("demo_site")
def test_the_whole_story_in_the_browser(signed_in: Callable[..., Client]) -> None:
    client = signed_in("head_of_service")
    said = {"title": "Nests near the road", "cause": "The <wood> is gone.", "event": "Wrens nest near the road."}
    said |= {"consequence": "Fledglings are hurt.", "owner": "Elder Finch", "level": "service"}
    said |= {"inherent_likelihood": "5", "inherent_impact": "5", "current_likelihood": "4", "current_impact": "4"}
    said |= {"target_likelihood": "2", "target_impact": "4", "review_on": "2023-04-28"}
    answer = client.post(reverse("improvement:add_risk"), said | {"target_likelihood": "5"})
    assert answer.status_code == 422 and b"The target (20) is above the score now (16)" in answer.content
    page = client.post(reverse("improvement:add_risk"), said, follow=True).content.decode()
    assert "The risk is in the register" in page and "The &lt;wood&gt; is gone." in page
    assert "no control is written here" in page and "no action of the plan brings it down" in page
    risk = Risk.objects.get()

    answer = client.post(
        reverse("improvement:add_control", args=[risk.pk]), {"text": "A fence", "line": "2", "assured": "substantial"}
    )
    assert answer.status_code == 422 and b"needs what shows it" in answer.content
    client.post(reverse("improvement:add_control", args=[risk.pk]), {"text": "A fence", "line": "2", "assured": "none"})
    client.post(
        reverse("improvement:score_risk", args=[risk.pk]),
        {**said, "current_likelihood": "3", "because": "The fence stands", "version": 1},
    )
    client.post(reverse("improvement:tie_risk", args=[risk.pk]), {"what": "measure:3.3"})
    action = an_action()
    client.post(reverse("improvement:tie_risk", args=[risk.pk]), {"what": f"action:{action.pk}"})
    page = client.get(reverse("improvement:risk", args=[risk.pk])).content.decode()
    assert "Plant a hedge" in page and "4 × 4 = 16 → 3 × 4 = 12" in page
    with serving().reading() as counted:  # the figure beside the risk is the one of the figures' own page
        written = figure_text(figure_of(counted, "3.3", Month(2023, 3)), "percent")
    assert f'<td class="los-list__number">{written}</td>' in page
    client.post(reverse("improvement:untie_risk", args=[risk.pk]), {"what": "measure:3.3"})
    client.post(reverse("improvement:escalate_risk", args=[risk.pk]), {"because": "It is grave"})
    risk.refresh_from_db()
    assert (risk.refs, risk.level) == ([], "directorate")

    page = client.get(reverse("improvement:risks"), {"of": "inherent", "level": "directorate"}).content.decode()
    assert "Without controls: risks by likelihood and impact" in page
    square = page.split("25 red</span>")[1].split("</td>")[0]
    assert risk.number in square and page.count(f">{risk.number}<") == 1
    assert "No such risk" in client.get(reverse("improvement:risks"), {"state": "closed"}).content.decode()
    client.post(reverse("improvement:close_risk", args=[risk.pk]), {"because": "The road is closed"})
    assert "Closed: The road is closed" in client.get(reverse("improvement:risk", args=[risk.pk])).content.decode()


@pytest.mark.usefixtures("demo_site")
@pytest.mark.parametrize(
    "page",
    ["change_risk", "score_risk", "review_risk", "escalate_risk", "close_risk", "add_control", "tie_risk"],
)
def test_each_form_opens(page: str, signed_in: Callable[..., Client], lead: User) -> None:
    risk = keeping.add_risk(by=lead, facts=FACTS, review_on=today() + dt.timedelta(days=9), scores=SCORES)
    answer = signed_in("analyst").get(reverse(f"improvement:{page}", args=[risk.pk]))
    assert answer.status_code == 200 and b'<form method="post"' in answer.content


@pytest.mark.usefixtures("demo_site")
def test_what_a_board_decided_stands_on_the_page_of_the_risk(signed_in: Callable[..., Client], lead: User) -> None:
    risk = keeping.add_risk(by=lead, facts=FACTS, review_on=today() + dt.timedelta(days=9), scores=SCORES)
    other = keeping.add_risk(
        by=lead, facts=replace(FACTS, title="Foxes"), review_on=today() + dt.timedelta(days=9), scores=SCORES
    )
    board = Board.objects.create(title="Made-up board", kind="improvement")
    meeting = Meeting.objects.create(board=board, held_on=dt.date(2023, 3, 21))
    Decision.objects.create(meeting=meeting, kind="risk", about=f"risk:{risk.pk}", text="Build a second fence.")
    client = signed_in("board_member")
    pages = [client.get(reverse("improvement:risk", args=[one.pk])).content.decode() for one in (risk, other)]
    assert ["Build a second fence." in page for page in pages] == [True, False]


@pytest.mark.usefixtures("demo_site")
def test_a_measure_that_the_book_has_not_is_refused(lead: User) -> None:
    risk = keeping.add_risk(by=lead, facts=FACTS, review_on=today() + dt.timedelta(days=9), scores=SCORES)
    book = serving().counted.book
    with pytest.raises(Refused, match=r"no measure 99\.9"):
        tying.tie_measure(by=lead, risk=risk, ref="99.9", book=book)
    tying.tie_measure(by=lead, risk=risk, ref="3.3", book=book)
    with pytest.raises(Refused, match="tied to that measure already"):
        tying.tie_measure(by=lead, risk=risk, ref="3.3", book=book)


@pytest.mark.usefixtures("demo_site")
def test_who_only_reads_is_offered_nothing_to_change(signed_in: Callable[..., Client], risk: Risk) -> None:
    client = signed_in("board_member")
    page = client.get(reverse("improvement:risk", args=[risk.pk])).content.decode()
    assert "Nests near the road" in page and "Score it again" not in page and "<form" not in page.split("<main")[1]

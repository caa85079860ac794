"""One click opens an action and carries its evidence along; the same thing twice leads to the one that is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from lineofsight.indicators.figures import figures
from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.roles import Role
from lineofsight.web.improvement.models import (
    AssuranceSource,
    Finding,
    FindingMistake,
    Outcome,
    PlanAction,
    Risk,
    RiskScore,
)
from lineofsight.web.improvement.plan import changes, keeping
from lineofsight.web.improvement.plan.opened import Opens
from lineofsight.web.improvement.plan.opening import open_from, opened_already
from lineofsight.web.improvement.running import IMPROVERS
from tests.web.improvement.plans import add_action, add_outcome, add_plan, seen_as, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_site")]
State = PlanAction.State
DAY = dt.date(2023, 3, 31)


@pytest.fixture
def keeper() -> User:
    return somebody("quality", "keeps-the-plan")


@pytest.fixture
def finding(keeper: User) -> Finding:
    source = AssuranceSource.objects.create(kind="peer_review", title="A peer review", body="Peers", held_on=DAY)
    text = "The council should make sure that children are seen."
    return Finding.objects.create(source=source, kind="recommendation", text=text, paragraph="para 5", place=1)


@pytest.fixture
def risk(keeper: User) -> Risk:
    one = Risk.objects.create(
        title="Drift", cause="Few workers", event="Plans drift", consequence="Children wait", owner=keeper,
        review_on=DAY, refs=["3.3", "gone"], made_by=keeper,
    )  # fmt: skip
    RiskScore.objects.create(risk=one, of="current", likelihood=4, impact=4, judged_on=DAY)
    return one


def opened(by: User, text: str) -> PlanAction:
    with seen_as(by) as seen:
        found = open_from(by=by, seen=seen, opens=Opens.read(text))
    assert found is not None and found[1]
    return found[0]


def test_a_measure_opens_an_action_with_its_figure_frozen(keeper: User) -> None:
    plan = add_plan(keeper)
    one = opened(keeper, "indicator:3.3:2023-03")
    assert (one.state, one.owner, one.outcome.theme.plan) == (State.OPENED, keeper, plan)
    assert (one.due_on, one.original_due_on) == (DAY + dt.timedelta(weeks=12),) * 2
    assert one.outcome.text == changes.UNPLACED and one.title.startswith("Bring 3.3 back on track: ")
    link = one.indicators.get()
    assert (link.ref, link.baseline_month) == ("3.3", "2023-03")
    kept = one.evidence.get()
    with seen_as(keeper) as seen:
        shown = seen.counted.book.latest("indicator", "3.3").shown
        rows = figures(seen.counted, "3.3", dimension="")
        figure = next(each for each in rows if (each.as_at, each.window) == (DAY, shown))
        snapshot = seen.snapshot
    assert (kept.figure["numerator"], kept.figure["denominator"]) == (figure.numerator, figure.denominator)
    assert (kept.kind, kept.dated_on, kept.snapshot, kept.month) == ("data", DAY, snapshot, "2023-03")
    assert kept.definition.startswith("3.3 from ")
    assert kept.at_opening and not kept.counts


def test_why_it_was_opened_never_completes_it(keeper: User, finding: Finding) -> None:
    add_plan(keeper)
    for text in ("indicator:3.3:2023-03", f"finding:{finding.pk}", "audit_theme:voice"):
        one = opened(keeper, text)
        assert one.evidence.exists()
        assert len(changes.missing_for_completion(one)) == 2


def test_a_theme_carries_what_audits_find(keeper: User) -> None:
    add_plan(keeper)
    one = opened(keeper, "audit_theme:oversight")
    assert one.questions.get().theme == "oversight"
    kept = one.evidence.get()
    assert (kept.kind, kept.theme) == ("audit", "oversight") and "too few to be shown" in kept.text  # no audit is there


def test_a_finding_is_tied_word_for_word(keeper: User, finding: Finding) -> None:
    add_plan(keeper)
    one = opened(keeper, f"finding:{finding.pk}")
    assert list(one.findings.all()) == [finding]
    kept = one.evidence.get()
    assert (kept.kind, kept.finding, kept.text, kept.dated_on) == ("external", finding, f"“{finding.text}”", DAY)
    assert "A peer review, para 5" in one.about


def test_a_risk_is_tied_with_its_measures(keeper: User, risk: Risk) -> None:
    add_plan(keeper)
    one = opened(keeper, f"risk:{risk.pk}")
    assert list(risk.actions.all()) == [one] and [link.ref for link in one.indicators.all()] == ["3.3"]
    assert "Its score now is 16: likelihood 4, impact 4." in one.about


def test_the_same_thing_twice_leads_to_the_one_that_is_open(keeper: User, finding: Finding) -> None:
    add_plan(keeper)
    for first, again in (
        ("indicator:3.3:2023-02", "indicator:3.3:2023-03"),
        (f"finding:{finding.pk}", f"finding:{finding.pk}"),
        ("audit_theme:voice", "audit_theme:voice"),
    ):
        one = opened(keeper, first)
        with seen_as(keeper) as seen:
            assert open_from(by=keeper, seen=seen, opens=Opens.read(again)) == (one, False)
        changes.withdraw(by=keeper, action=one, because="Not needed")
        assert opened(keeper, again).pk != one.pk


def test_a_measure_is_not_taken_for_another_whose_reference_begins_alike(keeper: User) -> None:
    add_plan(keeper)
    one = opened(keeper, "indicator:1.2r:2023-03")
    assert opened_already(Opens.read("indicator:1.2:2023-03")) is None
    assert opened_already(Opens.read("indicator:1.2r:2023-01")) == one
    finding_one, finding_twelve = Opens.read("finding:1"), "finding:12"
    PlanAction.objects.filter(pk=one.pk).update(opened_from=finding_twelve)
    assert opened_already(finding_one) is None and opened_already(Opens.read(finding_twelve)) == one


def test_it_goes_where_the_same_is_worked_on_else_it_is_asked(keeper: User) -> None:
    with seen_as(keeper) as seen:
        opens = Opens.read("indicator:3.3:2023-03")
        assert open_from(by=keeper, seen=seen, opens=opens) is None  # no plan
        first, second = add_plan(keeper, title="One"), add_plan(keeper, title="Two")
        assert open_from(by=keeper, seen=seen, opens=opens) is None  # two, and nothing says which
        outcome = add_outcome(keeper, second)
        about_the_same = add_action(keeper, outcome)
        about_the_same.indicators.create(ref="3.3")
        found = open_from(by=keeper, seen=seen, opens=opens)
        assert found is not None and found[0].outcome == outcome
        other = open_from(by=keeper, seen=seen, opens=Opens.read("indicator:1.1:2023-03"), plan=first)
        assert other is not None and other[0].outcome == keeping.unplaced_outcome(first)
    assert Outcome.objects.filter(text=changes.UNPLACED).count() == 1


@pytest.mark.parametrize(
    "text",
    [
        *("", "indicator", "indicator:3.3", "indicator:3.3:", "indicator:3.3:2023-13", "indicator::2023-03", "child:1"),
        *(
            "finding:",
            "finding:x",
            "finding:-1",
            "risk:1e5",
            "finding:99999999999999999999",
            "audit_theme:",
            "finding:²",
        ),
        "audit_theme:" + "x" * 200,
    ],
)
def test_what_is_nothing_of_the_kind_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="opened from a measure"):
        Opens.read(text)


def test_what_is_not_there_is_refused(keeper: User, finding: Finding, risk: Risk) -> None:
    add_plan(keeper)
    replaced = Finding.objects.create(source=finding.source, kind="recommendation", text="Rightly.", place=2)
    FindingMistake.objects.create(finding=finding, replaced_by=replaced, because="A typing error", made_by=keeper)
    Risk.objects.filter(pk=risk.pk).update(state=Risk.State.CLOSED)
    for text, said in (
        ("indicator:9.99:2023-03", "no measure 9.99"),
        ("indicator:3.3:1999-01", "no figure for January 1999"),
        ("audit_theme:none", "none of the audits'"),
        ("finding:4000000", "no such finding"),
        (f"finding:{finding.pk}", "written down wrongly"),
        (f"risk:{risk.pk}", "no such open risk"),
    ):
        with seen_as(keeper) as seen, pytest.raises(Refused, match=said):
            open_from(by=keeper, seen=seen, opens=Opens.read(text))
    assert not PlanAction.objects.exists()


@pytest.mark.parametrize("role", Role.values)
def test_only_those_who_keep_the_plan_open(keeper: User, role: str) -> None:
    add_plan(keeper)
    person = somebody(role, f"asks-{role}")
    with seen_as(person) as seen:
        opens = Opens.read("audit_theme:voice")
        if role in IMPROVERS:
            assert open_from(by=person, seen=seen, opens=opens) is not None
        else:
            with pytest.raises(Refused, match="keep the plan"):
                open_from(by=person, seen=seen, opens=opens)


# The button


BUTTON = "Open an action of the plan"


def _page(ref: str) -> str:
    return reverse("performance:indicator", args=[ref])


def test_the_button_stands_beside_what_is_red_amber_or_worsening(signed_in: Callable[..., Client]) -> None:
    client = signed_in("analyst")
    shown = {ref: BUTTON in client.get(_page(ref)).content.decode() for ref in ("5.10", "3.3", "6.2")}
    assert shown == {"5.10": True, "3.3": True, "6.2": False}  # red and worsening; red; green
    assert BUTTON in client.get(reverse("audits:theme", args=["voice"])).content.decode()
    other = signed_in("service_manager")
    assert BUTTON not in other.get(_page("5.10")).content.decode()


def test_one_press_opens_and_the_second_leads_to_the_same(signed_in: Callable[..., Client], keeper: User) -> None:
    add_plan(keeper)
    client = signed_in("analyst")
    first, second = (client.post("/improvement/plans/open/", {"from": "indicator:5.10:2023-03"}) for _ in range(2))
    one = PlanAction.objects.get()
    assert first.status_code == 302 and first.headers["Location"] == f"/improvement/plans/actions/{one.pk}/"
    assert second.headers["Location"] == first.headers["Location"]
    page = client.get(first.headers["Location"]).content.decode()
    assert "An action is open for this already" in page and "it is why the action was opened" in page


def test_where_there_are_several_plans_it_is_asked_for_the_place(
    signed_in: Callable[..., Client], keeper: User
) -> None:
    client = signed_in("analyst")
    asked = {"from": "indicator:5.10:2023-03"}
    none = client.post("/improvement/plans/open/", asked)
    assert none.status_code == 409 and "No plan is open" in none.content.decode()
    plan, other = add_plan(keeper, title="One"), add_plan(keeper, title="Two")
    outcome = add_outcome(keeper, other)
    page = client.post("/improvement/plans/open/", asked)
    assert page.status_code == 200 and not PlanAction.objects.exists()
    assert f'value="plan:{plan.pk}"' in page.content.decode() and outcome.text in page.content.decode()
    wrong = client.post("/improvement/plans/open/", asked | {"place": "outcome:999999"})
    assert wrong.status_code == 422 and not PlanAction.objects.exists()
    client.post("/improvement/plans/open/", asked | {"place": f"outcome:{outcome.pk}"})
    assert PlanAction.objects.get().outcome == outcome

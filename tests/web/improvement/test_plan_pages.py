"""Pages of the plan on the demonstration's own plan: what they say, who may do what, every form, the export."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from lineofsight.reports import wording
from lineofsight.web.accounts.demonstration import make_demonstration_people
from lineofsight.web.accounts.models import User
from lineofsight.web.clock import today
from lineofsight.web.improvement.demonstration import make_demonstration_improvement
from lineofsight.web.improvement.models import Plan, PlanAction, PlanEvidence
from lineofsight.web.improvement.plan import changes
from lineofsight.web.improvement.plan.reading import actions_there, rated_actions, totals
from lineofsight.web.improvement.plan.steps import BOARD_DECIDES, PLAN_STEPS
from tests.web.improvement.plans import (
    add_action,
    add_both_sorts,
    add_outcome,
    add_plan,
    decide,
    seen_as,
    set_state,
    somebody,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_site")]
State = PlanAction.State
DAY = dt.date(2023, 3, 31)
BACKEND = "lineofsight.web.accounts.backend.PasswordBackend"


@pytest.fixture
def planned(demo_site: Any, db: None) -> None:
    """The demonstration's people with their plan."""
    make_demonstration_people(DAY)
    make_demonstration_improvement(DAY)


def as_user(username: str) -> Client:
    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    client.force_login(User.objects.get(username=username), BACKEND)
    return client


def text_of(answer: Any) -> str:
    """The words of a page, without its elements."""
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def named(part: str) -> PlanAction:
    return PlanAction.objects.get(title__icontains=part)


@pytest.mark.usefixtures("planned")
def test_the_demonstrations_plan_is_rated_with_its_reasons() -> None:
    director = User.objects.get(username="director")
    with seen_as(director) as seen:
        as_user("director").get(reverse("improvement:plans"))  # the plan follows the figures
        rated = {one.action.title: one for one in rated_actions(seen, actions_there())}
    found = {part: next(one for title, one in rated.items() if part in title) for part in (
        "weekly meeting", "recorded oversight", "visited at least", "within 45", "Family group", "renewed every year",
        "see a doctor", "25th birthday", "More foster carers",
    )}  # fmt: skip
    assert {part: one.rating for part, one in found.items()} == {
        "weekly meeting": "blue",
        "recorded oversight": "red",  # a milestone is overdue since 28 February
        "visited at least": "red",
        "within 45": "green",
        "Family group": "amber",
        "renewed every year": "amber",
        "see a doctor": "red",
        "25th birthday": "green",
        "More foster carers": "grey",
    }
    assert found["renewed every year"].action.state == State.REVIEW
    assert any("worsens by special cause: 5.10" in reason for reason in found["renewed every year"].reasons)
    assert "the way back that was said on 18 January 2023 is older" in " ".join(found["visited at least"].reasons)
    assert sum(one.many for one in totals(rated.values())) == len(rated)


@pytest.mark.usefixtures("planned")
def test_the_list_and_a_plan_count_the_same() -> None:
    client = as_user("board.member")
    plan = Plan.objects.get(title="Improvement plan")
    page = text_of(client.get(reverse("improvement:plan", args=[plan.pk])))
    with seen_as(User.objects.get(username="board.member")) as seen:
        many = {
            one.rating: one.many
            for one in totals(rated_actions(seen, actions_there().filter(outcome__theme__plan=plan)))
        }
    for rating, count in many.items():
        assert f"{count} {rating} " in page
    for rating in ("red", "blue"):
        shown = text_of(client.get(reverse("improvement:plan", args=[plan.pk]), {"rating": rating}))
        assert f"{many[rating]} action" in shown
        for action in actions_there().filter(outcome__theme__plan=plan):
            assert (f"{action.number} {action.title}" in shown) == (
                action.title in {one.action.title for one in _rated(plan) if one.rating == rating}
            )
    mine = client.get(reverse("improvement:plan", args=[plan.pk]), {"owner": "Teasel Merlin"})
    assert "Family group conferences" in text_of(mine) and "weekly meeting oversees" not in text_of(mine)
    assert client.get(reverse("improvement:plan", args=[4_000_000])).status_code == 404


def _rated(plan: Plan) -> list[Any]:
    with seen_as(User.objects.get(username="board.member")) as seen:
        return rated_actions(seen, actions_there().filter(outcome__theme__plan=plan))


@pytest.mark.usefixtures("planned")
def test_an_action_shows_everything_that_is_known_of_it() -> None:
    one = named("renewed every year")
    page = text_of(as_user("board.member").get(reverse("improvement:plan_action", args=[one.pk])))
    for words in (
        "Reopened for review", "At most 5% are older than a year.", "It was accepted on 13 December 2022.",
        "Worsens by special cause", "5.10", "June 2022", "The board accepts", "By itself", "Evidenced",
        "Auditors find assessments of children in our care up to date in most cases.", "30 November 2022",
    ):  # fmt: skip
        assert words in page, words
    finding = named("practice framework")
    page = text_of(as_user("board.member").get(reverse("improvement:plan_action", args=[finding.pk])))
    assert "strong, improving trajectory" in page  # the finding, word for word
    assert "Risks that it is to bring down" in page and "Consistency of practice" in page


@pytest.mark.usefixtures("planned")
def test_who_only_reads_is_offered_no_change() -> None:
    for one in PlanAction.objects.all():
        page = as_user("board.member").get(reverse("improvement:plan_action", args=[one.pk])).content.decode()
        main = page[page.index("<main") : page.index("</main>")]
        assert "<form" not in main and "/change/" not in main and "/update/" not in main
    plan = Plan.objects.get(title="Improvement plan")
    page = as_user("board.member").get(reverse("improvement:plan", args=[plan.pk])).content.decode()
    assert "Add a theme" not in page and "Close the plan" not in page


@pytest.mark.usefixtures("planned")
def test_an_owner_finds_theirs_and_is_offered_what_is_theirs() -> None:
    client = as_user("service.manager")
    page = text_of(client.get(reverse("improvement:my_plan_actions")))
    assert "Every case has recorded oversight" in page and "weekly meeting" not in page
    own, other = named("recorded oversight"), named("weekly meeting")
    shown = client.get(reverse("improvement:plan_action", args=[own.pk])).content.decode()
    assert "Give an update" in shown and "Propose as complete" in shown and "Give it another day" not in shown
    shown = client.get(reverse("improvement:plan_action", args=[other.pk])).content.decode()
    assert "Give an update" not in shown
    answer = client.post(reverse("improvement:update_plan_action", args=[other.pk]), {"how": "on_track"})
    assert answer.status_code == 409 and not other.updates.filter(made_on=DAY).exists()


STEP_STATES = {
    name: next(state for state in State.values if state in PLAN_STEPS[name].comes_from) for name in PLAN_STEPS
}


@pytest.mark.parametrize("name", [name for name in PLAN_STEPS if name not in BOARD_DECIDES])
def test_each_step_has_a_form_that_takes_it(signed_in: Callable[..., Client], name: str) -> None:
    client = signed_in("quality")
    keeper: User = client.user  # type: ignore[attr-defined]
    one = add_action(keeper, add_outcome(keeper, add_plan(keeper)))
    add_both_sorts(keeper, one)
    set_state(one, STEP_STATES[name])
    page = client.get(reverse("improvement:plan_action", args=[one.pk]))
    address = reverse(f"improvement:{name}_plan_action", args=[one.pk])
    assert f'href="{address}"' in page.content.decode()
    assert client.get(address).status_code == 200
    empty = client.post(address, {"version": one.version})
    said = {"because": "It is made up", "due_on": "2023-06-30", "version": one.version}
    assert empty.status_code == (302 if name == "propose" else 422)
    if name != "propose":
        assert client.post(address, said).status_code == 302
    one.refresh_from_db()
    assert one.state in PLAN_STEPS[name].leads_to
    assert client.post(address, said).status_code == 422  # it is not there any more


def test_a_whole_action_is_made_in_the_browser(signed_in: Callable[..., Client]) -> None:
    client = signed_in("quality")
    keeper: User = client.user  # type: ignore[attr-defined]
    plan = add_plan(keeper)
    board = plan.board

    def send(page: str, pk: int | None, **said: Any) -> Any:
        address = reverse(f"improvement:{page}", args=[] if pk is None else [pk])
        assert client.get(address).status_code == 200
        answer = client.post(address, said)
        errors = re.findall(r"<li><a href=[^>]*>([^<]*)</a>|<li>([^<]{5,200})</li>", answer.content.decode())
        assert answer.status_code == 302, (page, errors)
        return answer

    send("add_plan", None, title="Another plan", board=board.pk, starts_on="2023-04-01")
    send("change_plan", plan.pk, title="Made-up plan", board=board.pk, starts_on="2022-04-01", version=plan.version)
    send("add_theme", plan.pk, title="Help and protection")
    theme = plan.themes.get()
    send("change_theme", theme.pk, title="Help", place=1, version=theme.version)
    send("add_outcome", theme.pk, text="Children are seen by somebody they know.")
    outcome = theme.outcomes.get()
    send("change_outcome", outcome.pk, text="Children are seen.", place=1, version=outcome.version)
    facts = {"outcome": outcome.pk, "title": "Visits are planned", "success": "Nine of ten", "owner": "Teasel Merlin"}
    send("add_plan_action", outcome.pk, due_on="2023-06-30", starts_on="2023-03-01", agreed="on", **facts)
    one = PlanAction.objects.get()
    assert (one.state, one.owner_name, one.original_due_on) == (State.AGREED, "Teasel Merlin", dt.date(2023, 6, 30))
    owner = f"{keeper.name} ({keeper.username})"
    send(
        "change_plan_action",
        one.pk,
        version=one.version,
        **facts | {"owner": owner, "title": "Visits are planned early"},
    )
    one.refresh_from_db()
    send("move_plan_action", one.pk, due_on="2023-07-31", because="Two teams had no manager", version=one.version)
    one.refresh_from_db()
    send("update_plan_action", one.pk, how="at_risk", text="Begun", recovery="Shared", confidence="low", impact="none",
         version=one.version)  # fmt: skip
    send("add_plan_data", one.pk, ref="3.3", month="2023-03")
    send("add_plan_evidence", one.pk, kind="voice", text="They know who comes.", dated_on="2023-03-20")
    send("add_plan_evidence", one.pk, kind="audit", text="Seen.", dated_on="2023-03-20", theme="voice")
    send("add_plan_milestone", one.pk, text="Terms agreed", owner="Teasel Merlin", due_on="2023-05-31")
    send("tie_plan_measure", one.pk, ref="3.3", baseline_month="2022-12", target="90", by_month="2023-06")
    send("tie_plan_question", one.pk, what="theme:voice")
    audit = PlanEvidence.objects.get(kind="audit")
    send("take_back_plan_evidence", audit.pk, because="It was of another team")
    page = text_of(client.get(reverse("improvement:plan_action", args=[one.pk])))
    for words in (
        "Visits are planned early", "31 July 2023", "at first 30 June 2023", "moved 1 time", "Terms agreed", "At risk",
        "Taken back by", "90%", "June 2023", "84.0%", "620 of 738", "1 milestone is still open",
        "How it is brought back: Shared",
    ):  # fmt: skip
        assert words in page, words
    for page_name, pk in (
        ("untie_plan_measure", one.indicators.get().pk),
        ("untie_plan_question", one.questions.get().pk),
    ):
        assert client.post(reverse(f"improvement:{page_name}", args=[pk])).status_code == 302
    assert not one.indicators.exists() and not one.questions.exists()
    again = client.post(
        reverse("improvement:move_plan_action", args=[one.pk]), {"due_on": "2023-08-31", "because": "Again"}
    )
    assert again.status_code == 422 and "another day is for the plan&#x27;s board" in again.content.decode()


def test_a_text_that_names_a_child_is_refused(signed_in: Callable[..., Client]) -> None:
    client = signed_in("quality")
    keeper: User = client.user  # type: ignore[attr-defined]
    one = add_action(keeper, add_outcome(keeper, add_plan(keeper)))
    for page, field, said in (
        ("add_plan_evidence", "text", {"kind": "voice", "dated_on": "2023-03-20"}),
        ("update_plan_action", "text", {"how": "on_track", "confidence": "high", "impact": "none"}),
        ("withdraw_plan_action", "because", {"version": one.version}),
    ):
        answer = client.post(reverse(f"improvement:{page}", args=[one.pk]), said | {field: "As C000189 told us"})
        assert answer.status_code == 422 and "leave out “C000189”" in answer.content.decode()
    one.refresh_from_db()
    assert (one.state, one.updates.count(), one.evidence.count()) == (State.AGREED, 0, 0)


@pytest.mark.usefixtures("planned")
def test_the_export_says_what_the_page_shows() -> None:
    plan = Plan.objects.get(title="Improvement plan")
    client = as_user("head.of.service")
    address = reverse("improvement:export_plan", args=[plan.pk])
    client.get(reverse("improvement:plans"))
    for asked, chosen in (({}, lambda one: one.rating != ""), ({"rating": "red"}, lambda one: one.rating == "red")):
        book = openpyxl.load_workbook(io.BytesIO(client.post(address, asked).content))
        rows = list(book["List"].iter_rows(values_only=True))
        head = next(place for place, row in enumerate(rows) if row[0] == "Number")
        found = {row[0]: dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :] if row[0]}
        expected = {one.action.number: one for one in _rated(plan) if chosen(one)}
        assert set(found) == set(expected) and expected
        for number, row in found.items():
            one = expected[number]
            assert (row["Rating"], row["Why"]) == (one.rating.capitalize(), " ".join(one.reasons))
            assert (row["Due"].date(), row["Due at first"].date()) == (one.action.due_on, one.action.original_due_on)
            assert row["Impact"] == one.action.get_impact_display()


def test_the_plan_is_kept_without_figures(signed_in: Callable[..., Client], settings: Any, tmp_path: Any) -> None:
    settings.LINEOFSIGHT_HOME = tmp_path
    settings.LINEOFSIGHT_SITE = replace(settings.LINEOFSIGHT_SITE, second_factor=False)
    client = signed_in("quality", made_up=False)
    keeper: User = client.user  # type: ignore[attr-defined]
    one = add_action(keeper, add_outcome(keeper, add_plan(keeper)))
    one.indicators.create(ref="3.3", baseline_month="2022-12")
    for page, pk in (("plans", None), ("plan", one.outcome.theme.plan_id), ("plan_action", one.pk)):
        answer = client.get(reverse(f"improvement:{page}", args=[] if pk is None else [pk]))
        assert answer.status_code == 200
    assert "No records are loaded" in answer.content.decode()
    answer = client.post(
        reverse("improvement:withdraw_plan_action", args=[one.pk]), {"because": "x", "version": one.version}
    )
    assert answer.status_code == 302


def test_a_decision_of_the_board_stands_on_the_page(signed_in: Callable[..., Client]) -> None:
    client = signed_in("quality")
    keeper: User = client.user  # type: ignore[attr-defined]
    one = add_action(keeper, add_outcome(keeper, add_plan(keeper)))
    add_both_sorts(keeper, one)
    changes.propose_complete(by=somebody("director", "proposes"), action=one)
    page = text_of(client.get(reverse("improvement:plan_action", args=[one.pk])))
    assert "It waits for the Board of Made-up plan" in page
    decision = decide(keeper, one.outcome.theme.plan.board, one, "accept", today())
    changes.accept(by=keeper, action=one, decision=decision)
    page = text_of(client.get(reverse("improvement:plan_action", args=[one.pk])))
    assert "Accepts an action as complete. The board has decided." in page and "Blue" in page
    assert f"The board accepted it on {wording.day(today())}, on data and other evidence." in page


def test_who_may_not_read_the_plan_gets_none_of_it(signed_in: Callable[..., Client]) -> None:
    one = somebody("quality", "keeps-the-plan")
    action = add_action(one, add_outcome(one, add_plan(one)))
    for role in ("practitioner", "inspector", "administrator"):
        facts = {"access_ends_on": dt.date(2999, 1, 1)} if role == "inspector" else {}
        answer = signed_in(role, **facts).get(reverse("improvement:plan_action", args=[action.pk]))
        assert answer.status_code == 403

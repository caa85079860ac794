"""Self-evaluations: claims with evidence frozen as it was, warnings by rule, and nothing changed once it is agreed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse

from lineofsight.calendar import Month
from lineofsight.problems import Refused
from lineofsight.reports.document import numbers_in, words
from lineofsight.web.accounts.models import Change, User
from lineofsight.web.accounts.roles import Role
from lineofsight.web.accounts.scope import Scope
from lineofsight.web.clock import today
from lineofsight.web.improvement.assurance import findings as register
from lineofsight.web.improvement.assurance.keeping import SourceFacts, add_source
from lineofsight.web.improvement.evaluation import claims, evidence, keeping
from lineofsight.web.improvement.evaluation.keeping import begin_evaluation, change_evaluation
from lineofsight.web.improvement.evaluation.progress import progress_of
from lineofsight.web.improvement.evaluation.reading import sections_of
from lineofsight.web.improvement.evaluation.report import report_of
from lineofsight.web.improvement.evaluation.steps import EVALUATION_STEPS
from lineofsight.web.improvement.evaluation.warnings import Evidence, Rule, Said, warnings_of
from lineofsight.web.improvement.figures import figure_of
from lineofsight.web.improvement.models import (
    Board,
    Claim,
    ClaimEvidence,
    Finding,
    Outcome,
    Plan,
    PlanAction,
    SelfEvaluation,
    Theme,
)
from lineofsight.web.improvement.running import IMPROVERS
from lineofsight.web.seen import Seen
from lineofsight.web.serving import serving
from tests.web.conftest import add_person, version_on

pytestmark = pytest.mark.django_db
AS_AT = dt.date(2023, 3, 31)
SECTIONS = ("leaders", "help_and_protection", "children_in_care", "care_leavers")


@pytest.fixture
def lead() -> User:
    return add_person("quality", name="writes-the-evaluation")


@pytest.fixture
def head() -> User:
    return add_person("director", name="agrees-the-evaluation")


@pytest.fixture
def draft(lead: User) -> SelfEvaluation:
    return begin_evaluation(by=lead, title="Made-up evaluation", framework_code="ilacs-2023", as_at=AS_AT)


@pytest.fixture
def claim(lead: User, draft: SelfEvaluation) -> Claim:
    return claims.add_claim(by=lead, evaluation=draft, section="leaders", kind="strength", text="Leaders fly low.")


@pytest.fixture
def seen(lead: User, demo_site: object) -> Iterator[Seen]:
    served = serving()
    with served.reading() as counted:
        yield Seen(served, counted, lead, Scope(everybody=True))


def a_source(lead: User, title: str, held_on: dt.date, kind: str = "focused_visit") -> Finding:
    source = add_source(by=lead, facts=SourceFacts(kind, title, "Ofsted", held_on))
    return register.add_findings(by=lead, source=source, kind="recommendation", texts=[f"What the {title} asked for."])[
        0
    ]


def an_action(state: str = "agreed") -> PlanAction:
    board = Board.objects.create(title=f"Made-up board {Board.objects.count()}", kind="improvement")
    plan = Plan.objects.create(title="Made-up plan", board=board, starts_on=dt.date(2023, 1, 1))
    outcome = Outcome.objects.create(theme=Theme.objects.create(plan=plan, title="Theme"), text="Wrens are safe.")
    day = dt.date(2023, 6, 30)
    return PlanAction.objects.create(
        outcome=outcome, title="Plant a hedge", owner_name="Ash Kestrel", due_on=day, original_due_on=day,
        next_update_on=day, state=state,
    )  # fmt: skip


def say_something_everywhere(lead: User, one: SelfEvaluation) -> None:
    for section in SECTIONS:
        claims.add_claim(by=lead, evaluation=one, section=section, kind="weakness", text=f"Of {section}.")


# The rules, as tables

OLD, NEW, ON_THE_DAY = dt.date(2022, 9, 29), dt.date(2023, 3, 1), dt.date(2022, 9, 30)


def _of(kind: str, *pieces: tuple[str, dt.date] | tuple[str, dt.date, Month], number: int = 1) -> Said:
    return Said(
        number,
        kind,
        tuple(Evidence(piece[0], piece[1], "3.3", piece[2] if len(piece) == 3 else None) for piece in pieces),
    )


VOICE = ("voice", NEW)
WHOLE = [_of("strength", VOICE), _of("weakness", VOICE, number=2), _of("next", number=3)]


@pytest.mark.parametrize(
    ("said", "rules"),
    [
        ([], [Rule.NOTHING]),
        (WHOLE, []),  # what we will do next needs no evidence
        ([_of("strength"), *WHOLE[1:]], [Rule.NO_EVIDENCE]),
        ([_of("impact"), *WHOLE], [Rule.NO_EVIDENCE]),
        (WHOLE[:1], [Rule.NO_WEAKNESS]),
        (WHOLE[:2], [Rule.NO_NEXT]),
        ([WHOLE[0], WHOLE[2]], [Rule.NO_WEAKNESS]),
        ([_of("weakness", ("data", NEW)), WHOLE[2]], [Rule.DATA_ONLY]),
        ([_of("weakness", ("data", NEW)), _of("strength", VOICE), WHOLE[2]], []),
        ([_of("weakness", ("audit", OLD)), WHOLE[2]], [Rule.OLD]),
        ([_of("weakness", ("audit", ON_THE_DAY)), WHOLE[2]], []),  # six months to the day are not old
        ([_of("weakness", VOICE, ("data", NEW, Month(2023, 2))), WHOLE[2]], [Rule.STALE]),
        ([_of("weakness", VOICE, ("data", NEW, Month(2023, 3))), WHOLE[2]], []),
        ([_of("weakness", VOICE, ("data", OLD, Month(2022, 8))), WHOLE[2]], [Rule.OLD, Rule.STALE]),
        ([_of("weakness")], [Rule.NO_NEXT, Rule.NO_EVIDENCE]),
    ],
)
def test_what_a_reader_would_ask(said: list[Said], rules: list[Rule]) -> None:
    found = warnings_of(said, as_at=dt.date(2023, 3, 30), old_months=6, newest=Month(2023, 3))
    assert [each.rule for each in found] == rules
    assert all(each.sentence.endswith((".", "?")) for each in found)


def test_a_warning_names_its_claim_and_the_days() -> None:
    (old, stale) = warnings_of(
        [_of("weakness", VOICE, ("data", OLD, Month(2022, 8)), number=7), WHOLE[2]],
        as_at=dt.date(2023, 3, 30), old_months=6, newest=Month(2023, 3),
    )  # fmt: skip
    assert (old.claim, stale.claim) == (7, 7)
    assert old.sentence == "3.3 is of 29 September 2022, more than 6 months before 30 March 2023."
    assert stale.sentence == "3.3 is of August 2022: there is a figure of March 2023."


def test_without_figures_loaded_none_is_called_stale() -> None:
    said = [_of("weakness", VOICE, ("data", NEW, Month(2023, 2))), WHOLE[2]]
    assert warnings_of(said, as_at=AS_AT, old_months=6, newest=None) == []


# Who writes and who agrees


def test_only_those_who_keep_the_plan_write_it(draft: SelfEvaluation) -> None:
    for role in Role:
        person = add_person(role.value)
        changes: list[Callable[[], object]] = [
            lambda person=person: claims.add_claim(
                by=person, evaluation=draft, section="leaders", kind="strength", text="Leaders fly low."
            ),
            lambda person=person: begin_evaluation(
                by=person, title=f"By {person.username}", framework_code="ilacs-2023", as_at=AS_AT
            ),
        ]
        for change in changes:
            if role in IMPROVERS:
                change()
            else:
                with pytest.raises(Refused, match="those who keep the plan"):
                    change()


@pytest.mark.parametrize("role", list(Role))
def test_a_head_of_service_or_the_director_agrees(role: Role, lead: User, draft: SelfEvaluation) -> None:
    say_something_everywhere(lead, draft)
    person = add_person(role.value, name="agrees")
    if role in (Role.HEAD_OF_SERVICE, Role.DIRECTOR):
        agreed = keeping.agree(by=person, evaluation=draft)
        assert (agreed.state, agreed.agreed_by) == ("agreed", person)
        assert Change.objects.filter(did=EVALUATION_STEPS["agree"].did, user=person).exists()
    else:
        with pytest.raises(Refused, match="by a head of service or the director"):
            keeping.agree(by=person, evaluation=draft)


def test_one_with_an_empty_section_is_not_agreed(head: User, draft: SelfEvaluation, claim: Claim) -> None:
    with pytest.raises(Refused, match="Nothing is said yet of: The experiences and progress of children who need"):
        keeping.agree(by=head, evaluation=draft)


def test_what_is_agreed_is_not_changed_any_more(lead: User, head: User, draft: SelfEvaluation, claim: Claim) -> None:
    piece = evidence.add_words(by=lead, claim=claim, kind="voice", text="Families say so", dated_on=AS_AT)
    finding = a_source(lead, "visit", dt.date(2022, 7, 1))
    say_something_everywhere(lead, draft)
    keeping.agree(by=head, evaluation=draft)
    changes: list[Callable[[], object]] = [
        lambda: claims.add_claim(by=lead, evaluation=draft, section="leaders", kind="strength", text="More"),
        lambda: claims.change_claim(by=lead, claim=claim, kind="strength", text="Otherwise"),
        lambda: claims.remove_claim(by=lead, claim=claim),
        lambda: evidence.add_words(by=lead, claim=claim, kind="staff", text="Staff too", dated_on=AS_AT),
        lambda: evidence.add_finding(by=lead, claim=claim, finding=finding),
        lambda: evidence.remove_evidence(by=lead, evidence=piece),
        lambda: keeping.change_evaluation(by=lead, evaluation=draft, title="New", as_at=AS_AT, context=""),
    ]
    for change in changes:
        with pytest.raises(Refused, match="is agreed: it is not changed any more"):
            change()
    with pytest.raises(Refused, match="is not possible"):
        keeping.agree(by=head, evaluation=draft)
    assert ClaimEvidence.objects.get().text == "Families say so" and Claim.objects.count() == 5


# Claims and evidence


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"section": "overall"}, "no such section"),  # the overall grade is no section
        ({"section": "children_in_care_and_care_leavers"}, "no such section"),  # of the framework before
        ({"kind": "praise"}, "what kind of claim"),
        ({"text": " "}, "what we know or will do"),
    ],
)
def test_a_claim_that_cannot_be_is_refused(lead: User, draft: SelfEvaluation, facts: dict[str, str], said: str) -> None:
    usual = {"section": "leaders", "kind": "strength", "text": "Leaders fly low."}
    with pytest.raises(Refused, match=said):
        claims.add_claim(by=lead, evaluation=draft, **{**usual, **facts})  # type: ignore[arg-type]
    assert not Claim.objects.exists()


def test_only_what_we_will_do_next_names_an_action(lead: User, draft: SelfEvaluation, claim: Claim) -> None:
    action = an_action()
    with pytest.raises(Refused, match="belongs to what we will do next"):
        claims.change_claim(by=lead, claim=claim, kind="strength", text="Leaders", action=action)
    with pytest.raises(Refused, match="was withdrawn"):
        claims.change_claim(by=lead, claim=claim, kind="next", text="Leaders", action=an_action("withdrawn"))
    claims.change_claim(by=lead, claim=claim, kind="next", text="Leaders will land.", action=action, seen=1)
    claim.refresh_from_db()
    assert (claim.kind, claim.action, claim.version) == ("next", action, 2)
    with pytest.raises(Refused, match="Somebody else has changed this"):
        claims.change_claim(by=lead, claim=claim, kind="next", text="Again", seen=1)


def test_evidence_has_a_day_that_has_been_up_to_that_of_the_evaluation(lead: User, claim: Claim) -> None:
    for day, said in (
        (AS_AT + dt.timedelta(days=1), "is later"),
        (today() + dt.timedelta(days=1), "a day that has been"),
    ):
        with pytest.raises(Refused, match=said):
            evidence.add_words(by=lead, claim=claim, kind="voice", text="Families say so", dated_on=day)
    for kind in ("data", "external", "rumour"):  # these have forms of their own, or are none
        with pytest.raises(Refused, match="what kind of evidence"):
            evidence.add_words(by=lead, claim=claim, kind=kind, text="Families say so", dated_on=AS_AT)
    evidence.add_words(by=lead, claim=claim, kind="voice", text="Families say so", dated_on=AS_AT)
    with pytest.raises(Refused, match="evidence is of 31 March 2023, after that day"):
        keeping.change_evaluation(
            by=lead, evaluation=claim.evaluation, title="Earlier", as_at=dt.date(2023, 3, 30), context=""
        )


def test_a_finding_is_evidence_word_for_word_with_the_day_of_its_source(lead: User, claim: Claim) -> None:
    outside = a_source(lead, "visit", dt.date(2022, 7, 1))
    within = a_source(lead, "review", dt.date(2022, 9, 1), "thematic_review")
    first = evidence.add_finding(by=lead, claim=claim, finding=outside)
    assert (first.kind, first.dated_on) == ("external", dt.date(2022, 7, 1))
    assert first.text == "visit: “What the visit asked for.”"
    assert evidence.add_finding(by=lead, claim=claim, finding=within).kind == "audit"
    register.strike_finding(by=lead, finding=within, because="Of another source")
    with pytest.raises(Refused, match="marked as a mistake"):
        evidence.add_finding(by=lead, claim=claim, finding=within)


def test_of_a_source_with_a_month_alone_no_day_is_said(lead: User, claim: Claim) -> None:
    facts = SourceFacts("focused_visit", "Visit", "Ofsted", dt.date(2022, 7, 1), month_only=True)
    texts = ["Children are matched with care."]
    (found,) = register.add_findings(by=lead, source=add_source(by=lead, facts=facts), kind="strength", texts=texts)
    evidence.add_finding(by=lead, claim=claim, finding=found)
    (read,) = sections_of(claim.evaluation, None)[0].groups[0][1]
    assert (read.evidence[0].when, read.evidence[0].words) == ("July 2022", "Visit: “Children are matched with care.”")
    assert [each.sentence for each in read.warnings] == [
        "Visit is of July 2022, more than 6 months before 31 March 2023."
    ]


def test_a_figure_is_frozen_with_its_records_and_definition(lead: User, seen: Seen, claim: Claim) -> None:
    found = evidence.add_figure(by=lead, seen=seen, claim=claim, ref="3.3", month="2022-12")
    counted = figure_of(seen.counted, "3.3", Month(2022, 12))
    assert counted is not None and counted.value is not None
    assert Fraction(found.figure["value"]) == counted.value
    assert (found.figure["numerator"], found.figure["denominator"]) == (counted.numerator, counted.denominator)
    assert (found.dated_on, found.snapshot) == (dt.date(2022, 12, 31), seen.snapshot)
    assert found.definition.startswith("3.3 from ") and found.figure["text"] in found.text
    (leaders, *_) = sections_of(claim.evaluation, seen)
    (read,) = leaders.groups[0][1]
    assert [each.rule for each in read.warnings] == [Rule.STALE]
    renewed = evidence.renew_figure(by=lead, seen=seen, evidence=found)
    assert (renewed.month, renewed.dated_on) == ("2023-03", AS_AT)
    with pytest.raises(Refused, match="no newer figure"):
        evidence.renew_figure(by=lead, seen=seen, evidence=renewed)
    for ref, month, said in (
        ("99.9", "2023-03", r"no measure 99\.9"),
        ("3.3", "2023-04", "no figure of April 2023"),
        ("3.3", "lately", "year and month"),
    ):
        with pytest.raises(Refused, match=said):
            evidence.add_figure(by=lead, seen=seen, claim=claim, ref=ref, month=month)


def test_figures_of_after_its_day_are_not_those_of_an_evaluation(lead: User, seen: Seen) -> None:
    early = begin_evaluation(by=lead, title="Early", framework_code="ilacs-2023", as_at=dt.date(2023, 1, 10))
    said = claims.add_claim(by=lead, evaluation=early, section="leaders", kind="strength", text="Leaders fly low.")
    with pytest.raises(Refused, match="no figure of January 2023"):
        evidence.add_figure(by=lead, seen=seen, claim=said, ref="3.3", month="2023-01")
    evidence.add_figure(by=lead, seen=seen, claim=said, ref="3.3", month="2022-12")
    (leaders, *_) = sections_of(early, seen)
    assert not any(each.rule is Rule.STALE for each in leaders.groups[0][1][0].warnings)  # none newer by its day


# The next one, and past recommendations


def test_the_next_one_begins_from_the_last(lead: User, draft: SelfEvaluation, claim: Claim) -> None:
    evidence.add_words(by=lead, claim=claim, kind="voice", text="Families say so", dated_on=dt.date(2022, 6, 1))
    old = begin_evaluation(by=lead, title="Old", framework_code="ilacs-2018", as_at=dt.date(2022, 6, 30))
    section = "children_in_care_and_care_leavers"
    claims.add_claim(by=lead, evaluation=old, section=section, kind="strength", text="Children are well.")
    made = begin_evaluation(
        by=lead, title="Next", framework_code="ilacs-2026", as_at=dt.date(2023, 6, 30), copy_from=draft
    )
    copied = made.claims.get()
    assert (copied.section, copied.text, copied.evidence.get().text) == (
        "leaders",
        "Leaders fly low.",
        "Families say so",
    )
    assert copied.pk != claim.pk and draft.claims.get().evidence.count() == 1  # the last one is as it was
    claims.change_claim(by=lead, claim=copied, kind="strength", text="Otherwise")
    claim.refresh_from_db()
    assert claim.text == "Leaders fly low."
    without = begin_evaluation(by=lead, title="Other", framework_code="ilacs-2023", as_at=AS_AT, copy_from=old)
    assert not without.claims.exists()
    detail = Change.objects.filter(did=keeping.BEGAN).latest("pk").detail
    assert (detail["copied_from"], detail["left_out"]) == ("Old", [section])
    with pytest.raises(Refused, match="of that name already"):
        begin_evaluation(by=lead, title="NEXT", framework_code="ilacs-2026", as_at=AS_AT)


def test_past_recommendations_come_from_the_register_and_are_kept_when_agreed(
    lead: User, head: User, draft: SelfEvaluation
) -> None:
    asked = a_source(lead, "visit", dt.date(2022, 7, 1))
    a_source(lead, "later visit", AS_AT + dt.timedelta(days=1))  # after the day of the evaluation
    asked.plan_actions.add(an_action("complete"))
    register.respond(by=lead, finding=asked, decision="accepted", owner_name="Elder Finch")
    (before,) = progress_of(draft)
    assert (before.text, before.decision) == ("What the visit asked for.", "Accepted")
    assert before.stage == "Actions complete, no later source has looked yet" and not before.is_open
    later = add_source(by=lead, facts=SourceFacts("inspection", "Inspection", "Ofsted", dt.date(2024, 11, 11)))
    register.add_verdict(by=lead, finding=asked, source=later, verdict="not", text="No better")
    assert progress_of(draft) == [before]  # what was found after its day is not in it
    say_something_everywhere(lead, draft)
    agreed = keeping.agree(by=head, evaluation=draft)
    register.respond(by=lead, finding=asked, decision="not_accepted", reason="It changed")
    agreed.refresh_from_db()
    assert progress_of(agreed) == [before]


def test_the_report_has_every_figure_as_it_was_frozen(lead: User, seen: Seen, claim: Claim) -> None:
    found = evidence.add_figure(by=lead, seen=seen, claim=claim, ref="3.3", month="2023-03")
    evidence.add_words(by=lead, claim=claim, kind="voice", text="Families say so", dated_on=AS_AT)
    claims.add_claim(
        by=lead, evaluation=claim.evaluation, section="leaders", kind="next", text="Leaders will land.",
        action=an_action(),
    )  # fmt: skip
    a_source(lead, "visit", dt.date(2022, 7, 1))
    report = report_of(claim.evaluation, seen)
    (number,) = numbers_in(report)
    assert (number.text, number.value) == (found.figure["text"], Fraction(found.figure["value"]))
    assert (number.as_at, number.snapshot, number.definition) == (AS_AT, seen.snapshot, found.definition)
    assert report.subtitle.startswith("Draft. As at 31 March 2023") and report.made_up
    assert [section.title for section in report.sections][-1] == "Progress on past recommendations"
    known, next_ = report.sections[0].blocks
    how = words(known.rows[0][1].text)  # type: ignore[union-attr]
    assert "Data, 31 March 2023: 3.3" in how and how.endswith(
        "Voice of child or family, 31 March 2023: Families say so"
    )
    assert words(next_.rows[0][1].text).endswith("Plant a hedge")  # type: ignore[union-attr]
    assert "“What the visit asked for.”" in words(report.sections[-1].blocks[0].rows[0][0].text)  # type: ignore[union-attr]


# Pages


@pytest.mark.usefixtures("demo_site")
def test_the_whole_story_in_the_browser(signed_in: Callable[..., Client], lead: User) -> None:
    client = signed_in("head_of_service")
    a_source(lead, "visit", dt.date(2022, 7, 1))
    answer = client.post(
        reverse("improvement:begin_evaluation"),
        {"title": "The made-up one", "framework": "ilacs-2023", "as_at": "2023-03-31", "context": "A new wood."},
        follow=True,
    )
    page = answer.content.decode()
    assert "The self-evaluation is begun." in page and "4 warnings below" in page and "A new wood." in page
    one = SelfEvaluation.objects.get()
    for section in SECTIONS:
        address = f"{reverse('improvement:add_claim', args=[one.pk])}?section={section}"
        answer = client.post(address, {"kind": "weakness", "text": f"<i>Weak</i> in {section}."}, follow=True)
    page = answer.content.decode()
    assert "&lt;i&gt;Weak&lt;/i&gt; in leaders." in page
    assert "There is no evidence: how do we know it?" in page and "nothing that we will do next" in page

    claim = one.claims.get(section="leaders")
    finding = Finding.objects.get()
    for name, facts in (
        ("claim_figure", {"ref": "3.3", "month": "2022-11", "text": ""}),
        ("claim_audits", {"theme": "voice", "text": "Audits hear children", "dated_on": "2023-02-28"}),
        ("claim_audits", {"theme": "neglect", "text": ""}),
        ("claim_finding", {"finding": finding.pk}),
        ("claim_words", {"kind": "voice", "text": "Families say so", "dated_on": "2023-03-01"}),
    ):
        address = reverse(f"improvement:{name}", args=[claim.pk])
        assert client.get(address).status_code == 200
        assert client.post(address, facts).status_code == 302, name
    assert sorted(claim.evidence.values_list("kind", flat=True)) == ["audit", "audit", "data", "external", "voice"]
    page = client.get(reverse("improvement:evaluation", args=[one.pk])).content.decode()
    assert "Use the latest figure" in page and "3.3 is of November 2022" in page
    piece = claim.evidence.get(kind="data")
    page = client.post(reverse("improvement:renew_claim_figure", args=[piece.pk]), follow=True).content.decode()
    assert "The figure is brought up to date" in page and "Use the latest figure" not in page
    client.post(reverse("improvement:remove_claim_evidence", args=[claim.evidence.get(kind="voice").pk]))
    assert claim.evidence.count() == 4

    inspector = signed_in("inspector", access_ends_on=dt.date(2100, 1, 1))
    address = reverse("improvement:evaluation", args=[one.pk])
    assert inspector.get(address).status_code == 404
    assert inspector.get(reverse("improvement:evaluation_file", args=[one.pk, "html"])).status_code == 404
    assert b"The made-up one" not in inspector.get(reverse("improvement:evaluations")).content
    answer = client.post(reverse("improvement:agree_evaluation", args=[one.pk]), {"version": 1}, follow=True)
    assert b"The self-evaluation is agreed" in answer.content and b"warnings below" not in answer.content
    page = inspector.get(address).content.decode()
    assert "What the visit asked for." in page and "how do we know it" not in page and "Say something" not in page
    file = inspector.get(reverse("improvement:evaluation_file", args=[one.pk, "html"]))
    assert file.status_code == 200 and b"Progress on past recommendations" in file.content
    assert inspector.get(reverse("improvement:evaluation_file", args=[one.pk, "exe"])).status_code == 404
    assert client.get(reverse("improvement:change_claim", args=[claim.pk])).status_code == 409


@pytest.mark.usefixtures("demo_site")
def test_each_form_opens(signed_in: Callable[..., Client], claim: Claim) -> None:
    client = signed_in("director")
    pages = [reverse("improvement:begin_evaluation"), reverse("improvement:change_claim", args=[claim.pk])]
    pages += [
        reverse(f"improvement:{name}", args=[claim.evaluation_id]) for name in ("change_evaluation", "agree_evaluation")
    ]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200 and b'<form method="post"' in answer.content
    assert client.get(reverse("improvement:add_claim", args=[claim.evaluation_id])).status_code == 404
    answer = client.post(reverse("improvement:remove_claim", args=[claim.pk]), follow=True)
    assert b"It is taken out" in answer.content and not Claim.objects.exists()


@pytest.mark.usefixtures("demo_site")
def test_what_somebody_changed_meanwhile_is_not_taken_out(
    signed_in: Callable[..., Client], lead: User, claim: Claim
) -> None:
    client = signed_in("director")
    page = reverse("improvement:evaluation", args=[claim.evaluation_id])
    piece = evidence.add_words(by=lead, claim=claim, kind="voice", text="Families say so", dated_on=AS_AT)
    out = reverse("improvement:remove_claim", args=[claim.pk])
    out_of = reverse("improvement:remove_claim_evidence", args=[piece.pk])
    sent = {address: version_on(client.get(page), address) for address in (out, out_of)}
    evidence.add_words(by=lead, claim=claim, kind="staff", text="Staff say so", dated_on=AS_AT)
    for address in (out, out_of):
        assert "read it again" in client.post(address, {"version": sent[address]}).content.decode()
    assert claim.evidence.count() == 2
    assert client.post(out_of, {"version": version_on(client.get(page), out_of)}).status_code == 302
    sent[out] = version_on(client.get(page), out)
    claims.change_claim(by=lead, claim=claim, kind="strength", text="Leaders fly high.")
    assert "read it again" in client.post(out, {"version": sent[out]}).content.decode()
    assert client.post(out, {"version": version_on(client.get(page), out)}).status_code == 302
    assert not Claim.objects.exists()


@pytest.mark.parametrize("day", [dt.date(1, 1, 1), dt.date(9999, 12, 31)])
def test_a_day_far_away_is_refused(lead: User, draft: SelfEvaluation, day: dt.date) -> None:
    with pytest.raises(Refused, match="too far away"):
        change_evaluation(by=lead, evaluation=draft, title="Another", as_at=day, context="")
    with pytest.raises(Refused, match="too far away"):
        begin_evaluation(by=lead, title="Another", framework_code="ilacs-2023", as_at=day)

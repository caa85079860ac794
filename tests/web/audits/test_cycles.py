"""Cycles and samples: what is drawn can be drawn again, who is left out is counted, and nobody gets their own case."""

from __future__ import annotations

import datetime as dt

import pytest

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import RestrictedRecord, UserTeam
from lineofsight.web.audits import allocating, cycles
from lineofsight.web.audits.framing import Asked, everybody_open, frame_for
from lineofsight.web.audits.independence import line_above
from lineofsight.web.audits.models import Audit, Auditor, Cycle, Programme, Sheet
from lineofsight.web.audits.seeing import audits_seen
from tests.web.audits.conftest import DAY, People, drawn, fill, given_out, plan, seen_for, sheet_of
from tests.web.conftest import add_person


def cycle_of(people: People, programme: Programme, **changed: object) -> Cycle:
    return cycles.plan_cycle(by=people.lead, programme=programme, plan=plan(people, **changed))


def test_everybody_in_the_frame_or_left_out_for_one_reason(people: People) -> None:
    with seen_for(people.lead) as seen:
        everybody = everybody_open(seen.counted)
        assert len(everybody) == 2503
        chosen = Asked(cohorts=("looked_after",))
        frame = frame_for(seen, chosen)
        assert frame.size == 301
        assert frame.size + sum(number for _, number in frame.excluded) == 2503
        assert {one.cohort for one in frame.people.values()} == {"looked_after"}


def test_the_same_seed_gives_the_same_sample_and_another_another(people: People, programme: Programme) -> None:
    one = drawn(people, cycle_of(people, programme), seed="one")
    sample = cycles.current_sample(one)
    assert sample is not None
    again = [unit.id for unit in cycles.drawn_again(sample).chosen]
    assert again == list(Audit.objects.filter(cycle=one).order_by("place").values_list("person_id", flat=True))
    assert len(again) == 12 == sum(row["sampled"] for row in sample.strata)
    with seen_for(people.lead) as seen:
        other = cycles.drafted(seen, cycle_of(people, programme), Asked(stratify="service"), seed="other")
    assert {unit.id for unit in other.drawn.chosen} != set(again)


def test_a_frame_that_was_changed_is_noticed(people: People, programme: Programme) -> None:
    sample = cycles.current_sample(drawn(people, cycle_of(people, programme)))
    assert sample is not None
    sample.frame = sample.frame[1:]
    with pytest.raises(Refused, match="not the one that it was drawn from"):
        cycles.drawn_again(sample)


def test_another_sample_needs_a_reason_and_the_first_stays_on_record(people: People, programme: Programme) -> None:
    one = drawn(people, cycle_of(people, programme), seed="one")
    with pytest.raises(Refused, match="why another"):
        drawn(people, one, seed="two")
    drawn(people, one, seed="two", because="The tool was wrong")
    assert list(one.samples.values_list("seed", "superseded_because")) == [("two", ""), ("one", "The tool was wrong")]
    assert Audit.objects.filter(cycle=one, state=Audit.State.SAMPLED).count() == 12
    assert Audit.objects.filter(cycle=one, state=Audit.State.WITHDRAWN).count() == 12


def test_restricted_records_are_drawn_for_nobody(people: People, programme: Programme) -> None:
    first = drawn(people, cycle_of(people, programme))
    hidden = Audit.objects.filter(cycle=first).first()
    assert hidden is not None
    cycles.cancel_cycle(by=people.lead, cycle=first, because="Not now")
    RestrictedRecord.objects.create(person_id=hidden.person_id, reason="Made up", marked_by=people.director)
    second = drawn(people, cycle_of(people, programme))
    assert not Audit.objects.filter(cycle=second, person_id=hidden.person_id).exists()
    sample = cycles.current_sample(second)
    assert sample is not None
    assert ["the record is restricted", 1] in sample.excluded


def test_who_is_being_audited_or_was_lately_is_not_drawn_again(people: People, running: Cycle) -> None:
    ids = set(Audit.objects.filter(cycle=running).values_list("person_id", flat=True))
    with seen_for(people.lead) as seen:
        frame = frame_for(seen, Asked())
        assert not ids & set(frame.people)
        assert dict(frame.excluded) == {"in an audit that is under way": 12}
        at = dt.datetime(2023, 2, 1, 12, tzinfo=dt.UTC)
        Audit.objects.filter(cycle=running).update(state=Audit.State.CLOSED, submitted_at=at)
        assert dict(frame_for(seen, Asked(months=6)).excluded) == {"audited in the last 6 months": 12}
        assert frame_for(seen, Asked(months=1)).excluded == []


def test_risks_draw_from_those_of_whom_it_is_known(people: People) -> None:
    with seen_for(people.lead) as seen:
        key = {
            row[1]: row[0] for row in seen.counted.database.execute("select person_key, id from everybody").fetchall()
        }
        frame = frame_for(seen, Asked(risks=("repeat_plan",)))
        assert frame.size > 0
        for id_, one in frame.people.items():
            plans = seen.counted.database.execute(
                "select count(*) from chronology where kind = 'cp_plan' and person_id = $key", {"key": key[id_]}
            ).fetchone()
            assert plans is not None and plans[0] > 1
            assert one.cohort in ("child_protection", "looked_after")
        with pytest.raises(Refused, match="has nothing called"):
            frame_for(seen, Asked(risks=("shoe_size",)))


def test_nobody_gets_a_case_that_they_hold_supervise_or_share_a_team_with(people: People, programme: Programme) -> None:
    worker = add_person("practitioner", name="a-worker", teams=("T22",), worker_id="W0164")
    above = add_person("service_manager", name="above", teams=("T03",))
    for user in (worker, above):
        Auditor.objects.create(user=user, most=30)
    cycle = given_out(people, drawn(people, cycle_of(people, programme, size=60)))
    teams = {
        user.pk: set(UserTeam.objects.filter(user=user).values_list("team_id", flat=True)) for user in people.auditors
    }
    with seen_for(people.lead) as seen:
        rows = seen.counted.database.execute("select team_id, coalesce(parent_id, '') from teams").fetchall()
    parents = dict(rows)
    audits = list(Audit.objects.filter(cycle=cycle).exclude(auditor=None))
    assert len(audits) == 60
    for audit in audits:
        assert not teams.get(audit.auditor_id or 0, set()) & line_above(parents, audit.team_id)
        if audit.auditor_id == worker.pk:
            assert audit.team_id != "T22"
        if audit.auditor_id == above.pk:
            assert audit.service_id != "T03"
    counts = [Audit.objects.filter(cycle=cycle, auditor=one.user).count() for one in Auditor.objects.all()]
    assert max(counts) <= 30


def test_it_says_so_when_nobody_can_have_a_case(people: People, programme: Programme) -> None:
    Auditor.objects.exclude(user=people.auditors[0]).update(is_active=False)
    one = drawn(people, cycle_of(people, programme, size=12), asked=Asked(teams=("T20", "T22"), stratify="team"))
    with seen_for(people.lead) as seen:
        proposal = allocating.proposed(seen, one, DAY)
    assert len(proposal.pairs) + len(proposal.not_given) == 12
    assert all(audit.team_id == "T22" for audit, _ in proposal.pairs)
    own = [reason for audit, reason in proposal.not_given if audit.team_id == "T20"]
    assert own and all("answers for its team" in reason for reason in own)


def test_by_hand_the_same_rule_holds(people: People, running: Cycle) -> None:
    audit = Audit.objects.filter(cycle=running).exclude(auditor=people.auditors[0]).first()
    assert audit is not None
    UserTeam.objects.create(user=people.auditors[0], team_id=audit.team_id)
    with seen_for(people.lead) as seen, pytest.raises(Refused, match="answers for its team"):
        allocating.give_case(by=people.lead, audit=audit, to=people.auditors[0], seen=seen, because="Ill")
    with seen_for(people.lead) as seen, pytest.raises(Refused, match="That is for those who run"):
        allocating.give_case(by=people.auditors[1], audit=audit, to=people.auditors[1], seen=seen)


def test_another_auditor_begins_afresh_and_the_words_of_the_first_stay(people: People, running: Cycle) -> None:
    audit = Audit.objects.filter(cycle=running).first()
    assert audit is not None and audit.auditor is not None
    first = fill(sheet_of(audit), "good")
    audit.refresh_from_db()
    other = next(
        user
        for user in people.auditors
        if user != audit.auditor and not UserTeam.objects.filter(user=user, team_id=audit.team_id).exists()
    )
    with seen_for(people.lead) as seen:
        with pytest.raises(Refused, match="why somebody else"):
            allocating.give_case(by=people.lead, audit=audit, to=other, seen=seen)
        allocating.give_case(by=people.lead, audit=audit, to=other, seen=seen, because="Long illness")
    audit.refresh_from_db()
    assert (audit.auditor, audit.state) == (other, Audit.State.ALLOCATED)
    assert sheet_of(audit).writer == other and sheet_of(audit).answers == {}
    with seen_for(other) as seen:
        assert audits_seen(seen).filter(pk=audit.pk).exists()
    first.refresh_from_db()
    assert first.state == Sheet.State.WITHDRAWN and first.saved.count() >= len(first.answers) > 0


def test_a_replaced_case_makes_way_for_the_next_of_its_stratum(people: People, running: Cycle) -> None:
    audit = Audit.objects.filter(cycle=running).first()
    assert audit is not None
    sample = cycles.current_sample(running)
    assert sample is not None
    wanted = cycles.drawn_again(sample).reserves[audit.stratum][0].id
    with seen_for(people.lead) as seen:
        new = cycles.replace_case(by=people.lead, audit=audit, because="The child died", seen=seen)
    audit.refresh_from_db()
    assert audit.state == Audit.State.WITHDRAWN and new.replaces == audit
    assert (new.person_id, new.stratum, new.state) == (wanted, audit.stratum, Audit.State.SAMPLED)


def test_a_cycle_closes_when_no_case_is_unfinished(people: People, running: Cycle) -> None:
    with pytest.raises(Refused, match="12 of its cases are not finished"):
        cycles.close_cycle(by=people.lead, cycle=running)
    for audit in Audit.objects.filter(cycle=running):
        cycles.take_out(by=people.lead, audit=audit, because="Made up")
    assert cycles.close_cycle(by=people.lead, cycle=running).state == Cycle.State.CLOSED


def test_a_plan_is_changed_in_part_once_its_sample_is_drawn(people: People, running: Cycle) -> None:
    with pytest.raises(Refused, match="stay as they are"):
        cycles.change_cycle(by=people.lead, cycle=running, plan=plan(people, size=13))
    later = DAY + dt.timedelta(days=60)
    changed = cycles.change_cycle(
        by=people.lead, cycle=running, plan=plan(people, audits_due_on=later, moderation_due_on=later)
    )
    assert changed.audits_due_on == later
    assert set(Audit.objects.filter(cycle=running).values_list("due_on", flat=True)) == {later}
    with pytest.raises(Refused, match="Somebody else has changed"):
        cycles.change_cycle(by=people.lead, cycle=running, plan=plan(people), seen=1)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"title": " "}, "title"),
        ({"size": 0}, "1 to 1,000"),
        ({"audits_due_on": DAY - dt.timedelta(days=1)}, "in order"),
        ({"kind": Cycle.Kind.RE_AUDIT}, "which cycles"),
        ({"theme": "weather"}, "theme"),
        ({"moderate_share": 101}, "0 to 100"),
    ],
)
def test_a_plan_that_is_wrong_is_refused(
    people: People, programme: Programme, changed: dict[str, object], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        cycle_of(people, programme, **changed)
    assert not Cycle.objects.exists()

"""The rows about help and protection: contacts, referrals, assessments, plans, enquiries, conferences, visits."""

from __future__ import annotations

import json
from random import Random

from lineofsight.demo.cases import Case, NeedPlan, ProtectionPlan
from lineofsight.demo.days import ENDS, EXTRACT, iso, later, working_after
from lineofsight.demo.protecting import Conference, Enquiry, other_councils_children
from lineofsight.demo.rows import (
    MARK,
    Records,
    date,
    flags,
    person_id,
    team_id,
    unit_or_last,
    worker_id,
    yes,
)

SOURCE_NAMES = {
    "1A": "Individual - family member, relative or carer", "1B": "Individual - acquaintance",
    "1C": "Individual - self", "1D": "Individual - other", "2A": "Schools", "2B": "Education services",
    "3A": "Health - GP", "3B": "Health - health visitor", "3C": "Health - school nurse",
    "3D": "Health - other primary health", "3E": "Health - A&E", "3F": "Health - other", "4": "Housing",
    "5A": "LA - social care (e.g. adults)", "5B": "LA - other internal", "5C": "LA - external (another authority)",
    "5D": "LA - early help", "6": "Police", "7": "Other legal agency", "8": "Other", "9": "Anonymous",
    "10": "Unknown",
}  # fmt: skip
CONTACT_FLAGS = {
    "referral": flags("NEW_REFERRAL_FLAG"),
    "open case": flags("EXISTING_REFERRAL_FLAG"),
    "early help": flags("OTHER_OUTCOMES_EXIST_FLAG"),
    "advice": flags("ADVICE_FLAG"),
    "nfa": flags("NFA_FLAG"),
}
DECISIONS = {
    "referral": "Referral to children's social care",
    "open case": "Passed to the allocated worker",
    "early help": "Signposted to early help",
    "advice": "Advice and information given",
    "nfa": "No further action",
}
FACTORS = ("3B", "4B", "16A", "17A", "1B", "2B", "18C", "4A", "3A", "14A", "20", "6A", "5A", "11A", "24A", "13A", "19C",
           "7A", "10A", "15A", "2A", "6B")  # fmt: skip
FACTOR_WEIGHTS = (30, 26, 17, 18, 11, 12, 10, 9, 8, 6, 8, 5, 6, 3, 4, 3, 3, 4, 3, 4, 4, 5)
PARTICIPATION = ("PN1", "PN6", "PN5", "PN2", "PN7")
FRONT_DOOR_TEAM = "T10"


def write_contacts(records: Records) -> None:
    """Contacts, and beside them the day on which each was decided."""
    for contact in records.contacts:
        key = records.new_id("N")
        records.add(
            "ssd_contacts",
            key,
            person_id(contact.person),
            iso(contact.received),
            contact.source,
            SOURCE_NAMES[contact.source],
            CONTACT_FLAGS[contact.outcome] if contact.decided is not None else "",
        )
        if contact.decided is not None:
            worker = records.force.at(FRONT_DOOR_TEAM, contact.decided)
            records.add(
                "los_contact_decisions",
                key,
                iso(contact.decided),
                DECISIONS[contact.outcome],
                worker_id(worker.number),
            )


def _referral_flags(case: Case) -> str:
    if case.nfa:
        return flags("NFA_FLAG")
    if case.kind == "leaving care":
        return flags("CARE_LEAVER_FLAG")
    if case.kind == "fostering":
        return flags("PRIVATE_FOSTERING_FLAG")
    if case.kind in ("permanence", "short breaks"):
        return flags("OTHER_OUTCOMES_EXIST_FLAG")
    return flags("SINGLE_ASSESSMENT_FLAG")


def write_referrals(records: Records) -> None:
    for case in records.council.cases:
        team, worker = unit_or_last(case, case.opened)
        if case.nfa:
            team = team_id(FRONT_DOOR_TEAM)
            worker = worker_id(records.force.at(FRONT_DOOR_TEAM, case.opened).number)
        records.add(
            "ssd_cin_episodes",
            records.id_of(case, "R"),
            person_id(case.person),
            iso(case.opened),
            case.need,
            case.source,
            SOURCE_NAMES[case.source],
            _referral_flags(case),
            yes(case.nfa),
            case.close_reason,
            date(case.closed),
            team,
            worker,
        )


def write_assessments(records: Records, rng: Random) -> None:
    """Assessments that were authorised, and those still open on the day of the extract."""
    for case in records.council.cases:
        done = sorted(case.assessments, key=lambda a: (a.authorised or 0, not a.first))
        for assessment in done:
            _write_assessment(records, case, assessment.start, assessment.authorised, assessment.nfa, rng)
        if case.closed is None and case.authorise_on is not None and case.opened < EXTRACT - 1:
            start = min(case.opened + rng.choice((0, 1, 2)), EXTRACT)
            _write_assessment(records, case, start, None, False, rng)


def _write_assessment(records: Records, case: Case, start: int, authorised: int | None, nfa: bool, rng: Random) -> None:
    key = records.new_id("A")
    team, worker = unit_or_last(case, authorised if authorised is not None else EXTRACT)
    outcome = ""
    if authorised is not None:
        outcome = flags("NFA_FLAG") if nfa else flags("PROV_OF_SERVICES_FLAG")
    records.add(
        "ssd_cin_assessments",
        key,
        person_id(case.person),
        records.id_of(case, "R"),
        iso(start),
        yes(not case.person.unborn and rng.random() < 0.97),
        date(authorised),
        outcome,
        yes(nfa) if authorised is not None else "",
        team,
        worker,
    )
    if authorised is not None:
        found = (
            ["21"]
            if nfa and rng.random() < 0.35
            else rng.choices(FACTORS, FACTOR_WEIGHTS, k=rng.choice((1, 2, 2, 3, 4)))
        )
        if case.person.alone:
            found = ["9A", *found[:1]]
        unique = list(dict.fromkeys(found))
        records.add("ssd_assessment_factors", records.new_id("AF"), key, json.dumps(unique))


def write_need_plans(records: Records) -> None:
    for case in records.council.cases:
        for plan in case.need_plans:
            key = records.id_of(plan, "P")
            team, worker = unit_or_last(case, plan.end - 1 if plan.end is not None else EXTRACT)
            records.add(
                "ssd_cin_plans", key, records.id_of(case, "R"), person_id(case.person), iso(plan.start),
                date(plan.end), team, worker,
            )  # fmt: skip
            _write_need_reviews(records, plan, key)


def _write_need_reviews(records: Records, plan: NeedPlan, key: str) -> None:
    last = plan.start
    for number, on in enumerate(sorted(plan.reviews)):
        ending = number == len(plan.reviews) - 1 and plan.end is not None and plan.end - on < 21
        records.add(
            "los_cin_plan_reviews", records.new_id("PR"), key, person_id(plan.case.person), iso(later(last, 3)),
            iso(on), "Plan to end" if ending else "Plan continues",
        )  # fmt: skip
        last = on
    if plan.end is None:
        records.add(
            "los_cin_plan_reviews", records.new_id("PR"), key, person_id(plan.case.person), iso(later(last, 3)),
            "", "",
        )  # fmt: skip


def write_protection(records: Records, enquiries: list[Enquiry], conferences: list[Conference]) -> None:
    for enquiry in enquiries:
        case = enquiry.case
        outcome = ""
        if enquiry.end is not None:
            name = {"conference": "CP_CONFERENCE_FLAG", "nfa": "NFA_FLAG", "continue": "NFA_CONTINUE_SINGLE_FLAG"}
            outcome = flags(name[enquiry.outcome])
        team, worker = unit_or_last(case, enquiry.end or EXTRACT)
        records.add(
            "ssd_s47_enquiry", records.id_of(enquiry, "S"), records.id_of(case, "R"), person_id(case.person),
            iso(enquiry.start), date(enquiry.end), yes(enquiry.outcome == "nfa") if enquiry.end else "", outcome, team,
            worker,
        )  # fmt: skip
    for conference in conferences:
        case = conference.case
        plan = conference.plan
        key = records.new_id("I")
        team, worker = unit_or_last(case, conference.held)
        records.add(
            "ssd_initial_cp_conference", key, _meeting(case, conference.held), records.id_of(conference.enquiry, "S"),
            person_id(case.person), records.id_of(plan, "CP") if plan is not None else "", records.id_of(case, "R"),
            yes(plan is not None and plan.transferred_in), iso(working_after(conference.enquiry.start, 15)),
            iso(conference.held), yes(plan is not None),
            flags("CP_FLAG" if plan is not None else "PROV_OF_SERVICES_FLAG"), team, worker,
        )  # fmt: skip
        if plan is not None:
            _write_protection_plan(records, plan, key)
    for person in other_councils_children(records.council):
        records.add(
            "ssd_cp_plans", records.new_id("CP"), "", "", person_id(person), iso(min(person.known_from + 10, EXTRACT)),
            "", "Y", "NEG", "NEG",
        )  # fmt: skip


def _meeting(case: Case, on: int) -> str:
    return f"M{case.person.family.number}.{on}{MARK}"


def _write_protection_plan(records: Records, plan: ProtectionPlan, conference: str) -> None:
    case = plan.case
    key = records.id_of(plan, "CP")
    records.add(
        "ssd_cp_plans", key, records.id_of(case, "R"), conference, person_id(case.person), iso(plan.start),
        date(plan.end), "N", plan.category, plan.category,
    )  # fmt: skip
    last = plan.start
    for number, on in enumerate(plan.reviews):
        due = later(last, 3 if number == 0 else 6)
        records.add(
            "ssd_cp_reviews", records.new_id("CPR"), person_id(case.person), key, iso(due), iso(on),
            _meeting(case, on), yes(plan.end is None or on < plan.end - 12), "Y",
            "PN0" if case.person.age(on) < 4 else PARTICIPATION[(case.person.number + number) % 5],
        )  # fmt: skip
        last = on
    if plan.end is None:
        due = later(last, 3 if not plan.reviews else 6)
        records.add("ssd_cp_reviews", records.new_id("CPR"), person_id(case.person), key, iso(due), "", "", "", "", "")


def write_visits(records: Records, rng: Random) -> None:
    """Visits of all three kinds; a visit has one identifier in all three tables."""
    for person in records.council.people.everyone:
        key = person_id(person)
        for on, seen in sorted(person.in_need_visits):
            alone = seen and person.age(on) >= 4 and rng.random() < 0.6
            records.add(
                "ssd_cin_visits",
                records.new_id("V"),
                key,
                iso(on),
                _seen(seen, rng),
                yes(alone),
                yes(rng.random() < 0.4),
            )
        plans = [plan for case in person.cases for plan in case.protection_plans]
        for on, seen in sorted(person.protection_visits):
            plan = next(p for p in reversed(plans) if p.start <= on)
            alone = seen and person.age(on) >= 4 and rng.random() < 0.72
            records.add(
                "ssd_cp_visits", records.new_id("V"), key, records.id_of(plan, "CP"), iso(on), _seen(seen, rng),
                yes(alone), yes(rng.random() < 0.55),
            )  # fmt: skip
        periods = [care for case in person.cases for care in case.care if not care.short]
        for on, seen in sorted(person.care_visits):
            care = next(c for c in reversed(periods) if c.start <= on)
            alone = seen and person.age(on) >= 4 and rng.random() < 0.8
            records.add(
                "ssd_cla_visits",
                records.new_id("V"),
                records.id_of(care, "L"),
                key,
                iso(on),
                _seen(seen, rng),
                yes(alone),
            )


def _seen(seen: bool, rng: Random) -> str:
    """Y, N, or now and then nothing where the child was not seen: an empty flag is not a visit."""
    return "Y" if seen else ("" if rng.random() < 0.08 else "N")


def write_oversight(records: Records, rng: Random) -> None:
    for person in records.council.people.everyone:
        for on in sorted(person.overseen):
            case = next(c for c in reversed(person.cases) if c.opened <= on and not c.nfa)
            team, _ = unit_or_last(case, on)
            code = team.removesuffix(MARK)
            records.add(
                "los_management_oversight", records.new_id("O"), person_id(person), records.id_of(case, "R"), iso(on),
                "Allocation" if on <= case.opened + 3 and case.opened > ENDS[0] else rng.choice(OVERSIGHT),
                worker_id(records.force.managers[code].number),
            )  # fmt: skip


OVERSIGHT = ("Supervision", "Supervision", "Supervision", "Management decision", "Management review")

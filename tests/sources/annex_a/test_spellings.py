"""Cells, and the codes that they mean."""

from __future__ import annotations

import pytest

from lineofsight.records.descriptions import Column
from lineofsight.records.reading import code_of
from lineofsight.sources.annex_a.lists import all_lists
from lineofsight.sources.annex_a.spellings import code_meant, with_spellings


def column(number: int, name: str) -> Column:
    return all_lists()[number - 1].layout.columns[name]


GENDER, ETHNICITY, SOURCE = column(1, "gender"), column(1, "ethnicity"), column(1, "contact_source")
NEED, STATUS, CLOSED = column(6, "primary_need"), column(6, "case_status"), column(6, "closure_reason")
LEGAL, PLACEMENT, CEASED = column(8, "legal_status"), column(8, "placement_type"), column(8, "care_end_reason")
ABUSE, DISABLED, TOUCH = column(7, "latest_category"), column(7, "disability"), column(9, "in_touch")
ACCOMMODATION, SUITABLE, ACTIVITY = (
    column(9, "accommodation"),
    column(9, "accommodation_suitable"),
    column(9, "activity"),
)
ELIGIBLE, REVERSED, PROVIDER = column(9, "eligibility"), column(10, "reversed_reason"), column(8, "placement_provider")


@pytest.mark.parametrize(
    ("of", "written", "code"),
    [
        (GENDER, "a) Male", "M"),
        (GENDER, "b) Female", "F"),
        (GENDER, "c) Not stated/recorded", "U"),
        (GENDER, "d) Neither", "N"),
        (GENDER, "2 - Female", "F"),
        (ETHNICITY, "a) WBRI", "WBRI"),
        (ETHNICITY, "s) NOBT", "NOBT"),
        (ETHNICITY, "u) UNKNOWN", "NOBT"),
        (ETHNICITY, "White British", "WBRI"),
        (ETHNICITY, "White - British", "WBRI"),
        (ETHNICITY, "White/British", "WBRI"),
        (ETHNICITY, "WBRI  [White British]", "WBRI"),
        (ETHNICITY, "A1 - White - British", "WBRI"),
        (ETHNICITY, "(A.A1) White - British", "WBRI"),
        (ETHNICITY, "Traveller of Irish Heritage [WIRT]", "WIRT"),
        (ETHNICITY, "Black or Black British - African", "BAFR"),
        (ETHNICITY, "Any other Asian background", "AOTH"),
        (SOURCE, "e) 2A: Schools", "2A"),
        (SOURCE, "p1) 5D: LA services", "5D"),
        (SOURCE, "u) 10: Unknown", "10"),
        (SOURCE, "Police", "6"),
        (SOURCE, "Family member/relative/carer [1A]", "1A"),
        (NEED, "N1 - Abuse or neglect", "N1"),
        (NEED, "N1", "N1"),
        (NEED, "Abuse or Neglect", "N1"),
        (NEED, "N2 - Child's disability", "N2"),
        (NEED, "Child’s disability", "N2"),
        (STATUS, "c) Child in need plan", "Child in need plan"),
        (STATUS, "CIN Plan", "Child in need plan"),
        (STATUS, "b) Child Protection Plan", "Child protection plan"),
        (STATUS, "LAC", "Looked after child"),
        (STATUS, "e) Closed Episode", "Closed episode"),
        (CLOSED, "RC8 - Case closed after assessment, no further action", "RC8"),
        (CLOSED, "Case Closed after assessment - no further action", "RC8"),
        (LEGAL, "C2: FCO", "C2"),
        (LEGAL, "V2 - Single period of accommodation under section 20", "V2"),
        (LEGAL, "CLA - V2 - Single period", "V2"),
        (LEGAL, "INTERIM CARE ORDER [C1]", "C1"),
        (LEGAL, "Section 20", "V2"),
        (LEGAL, "V4: Short term breaks, agreements recorded", "V4"),
        (PLACEMENT, "a) U1: Foster placement - relatives - long term", "U1"),
        (PLACEMENT, "zz) T4: Temporary placement - seven days or less", "T4"),
        (PLACEMENT, "K3 - Supported accommodation", "K3"),
        (PROVIDER, "e) PR4: Private provision", "PR4"),
        (CEASED, "e) E4A: Returned home to live with parents or relatives - part of planning", "E4A"),
        (ABUSE, "a) Neglect", "NEG"),
        (ABUSE, "Emotional", "EMO"),
        (ABUSE, "e) Multiple/not recommended", "MUL"),
        (DISABLED, "a) Yes", "Y"),
        (DISABLED, "1 - Yes", "Y"),
        (DISABLED, "b) No", "N"),
        (TOUCH, "a) Yes", "YES"),
        (TOUCH, "d) Refu", "REFU"),
        (TOUCH, "f) Rhom", "RHOM"),
        (ACCOMMODATION, "B: Parents/relatives", "B"),
        (ACCOMMODATION, "U1", "U"),
        (ACCOMMODATION, "With former foster carers [Z]", "Z"),
        (SUITABLE, "a) Suitable", "1"),
        (SUITABLE, "b) Unsuitable", "2"),
        (SUITABLE, "1 - Accommodation is considered suitable", "1"),
        (ACTIVITY, "F4: Young person engaged full time in an apprenticeship", "F4"),
        (ACTIVITY, "G6: NEET pregnancy/parenting", "G6"),
        (ELIGIBLE, "b) Former relevant child", "Former relevant"),
        (ELIGIBLE, "d) Eligible child", "Eligible"),
        (REVERSED, "RD3 - Prospective adopters could not be found", "RD3"),
    ],
)
def test_what_people_write_means_a_code(of: Column, written: str, code: str) -> None:
    assert code_of(with_spellings(of, [written]), written, {}) == code


@pytest.mark.parametrize(
    ("of", "written"),
    [
        (GENDER, "Transgender Male"),
        (GENDER, "e) Something else"),
        (ETHNICITY, "Martian"),
        (ETHNICITY, "White"),
        (NEED, "N1 or N2"),
        (STATUS, "Pending"),
        (LEGAL, "C1 and E1"),
        (SOURCE, "30) Education"),
        (ABUSE, "?"),
        (DISABLED, "see notes"),
        (ACCOMMODATION, "With friends"),
    ],
)
def test_what_may_mean_two_codes_or_none_means_none(of: Column, written: str) -> None:
    assert code_meant(of, written) is None


def test_only_what_is_not_known_already_is_added() -> None:
    added = with_spellings(GENDER, ["M", "Male", "a) Male", "a) Male", "", 7.0, None, "b) female "])
    assert set(added.also_written) - set(GENDER.also_written) == {"a) Male", "b) female"}
    assert with_spellings(GENDER, ["M", "nonsense"]) is GENDER
    team = column(6, "allocated_team")
    assert with_spellings(team, ["a) Male"]) is team

"""The rules of the lists: every one can be used, says what it reads, and fills the columns that it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from lineofsight.annex_a.laying import OF_A_CHILD, lay_lists
from lineofsight.annex_a.layouts import shipped_layouts
from lineofsight.annex_a.own import BESIDE, check_own_rules, check_rules
from lineofsight.annex_a.rules import read_rules
from lineofsight.home import Home
from lineofsight.indicators.tables import record_columns
from lineofsight.problems import Refused
from lineofsight.records.descriptions import described
from lineofsight.records.selects import empty_database, understood
from lineofsight.sources.annex_a.lists import all_lists
from tests.annex_a.councils import a_council, children, laid

RULES = read_rules()
#: Columns that come from what the list can't be made without.
OF_THE_LIST = {
    *("date_of_contact", "assessment_start_date", "date_of_referral", "authorisation_date", "strategy_discussion_date"),
    *("cin_start_date", "cin_closure_date", "plan_start_date", "plan_end_date", "care_start_date", "care_end_date"),
    *("eligibility", "decision_date"),
}
WITH_SELECT = [rule for rule in RULES.values() if rule.sql]


def test_there_is_a_rule_for_each_list_and_for_what_all_show_of_a_child() -> None:
    assert sorted(RULES) == list(range(12))
    assert [rule.number for rule in RULES.values() if rule.cannot] == [11]


def test_each_is_one_select_from_known_tables_with_harmless_functions() -> None:
    check_rules(WITH_SELECT)


@pytest.mark.parametrize("rule", WITH_SELECT, ids=lambda rule: rule.name)
def test_every_column_that_is_read_is_said_and_no_other(rule) -> None:  # type: ignore[no-untyped-def]
    """Else a table that isn't loaded would make a list wrong without a word."""
    read = {f"{table}.{column}" for table, columns in rule.reads.items() for column in columns}
    needed = {name for names in rule.needs.values() for each in names for name in each.split(" or ")}
    said = [*rule.header.get("of", ()), *rule.header.get("reads_if_there", ())]
    assert read == {*said, *needed}
    assert len(set(said)) == len(said)
    assert set(rule.chooses_by) <= set(rule.reads)


@pytest.mark.parametrize("rule", [rule for rule in WITH_SELECT if rule.number], ids=lambda rule: rule.name)
def test_every_column_of_the_layouts_is_filled_or_said_not_to_be(rule) -> None:  # type: ignore[no-untyped-def]
    known = {name: record_columns(name) for name in described()} | {name: dict(of) for name, of in BESIDE.items()}
    returned = set(understood(rule.definition(6), empty_database(known)))
    filled = returned | set(OF_A_CHILD) | {"child_unique_id", "allocated_team", "allocated_worker"}
    for layout in shipped_layouts().values():
        columns = {column.name for column in layout.of(rule.number).columns}
        assert columns == (columns & filled) | (columns & set(rule.not_held))
        assert not filled & set(rule.not_held)
    described_columns = set(all_lists()[rule.number - 1].layout.columns)
    assert set(rule.needs) <= described_columns & filled
    assert returned - set(rule.needs) - {"person_id", "record", "team_id", "worker_id", "held_on"} <= OF_THE_LIST


def test_a_council_s_own_setting_and_select(home: Home) -> None:
    council = a_council(
        home,
        {
            "ssd_contacts": [
                {"cont_contact_id": "k1", "cont_person_id": "Wren", "cont_contact_date": "2023-03-01"},
                {"cont_contact_id": "k2", "cont_person_id": "Rook", "cont_contact_date": "2023-03-02"},
            ],
            "ssd_cin_episodes": [
                {"cine_referral_id": "r1", "cine_person_id": "Wren", "cine_referral_date": "2023-01-02"},
            ],
            "ssd_cin_assessments": [
                {
                    **{"cina_assessment_id": "a1", "cina_person_id": "Wren", "cina_referral_id": "r1"},
                    **{"cina_assessment_start_date": "2023-01-03", "cina_assessment_auth_date": "2023-02-01"},
                }
            ],
        },
    )
    folder = home.path / "annex_a" / "lists"
    folder.mkdir(parents=True)
    (folder / "contacts.sql").write_text(
        '/*\nlist = 1\nwho = "Contacts of the first of a month"\n*/\n'
        "select cont_person_id as person_id, cont_contact_id as record, cast(cont_contact_date as date) as "
        "date_of_contact from ssd_contacts where extract(day from cont_contact_date) = 1",
        encoding="utf-8",
    )
    (folder / "need.sql").write_text(
        '/*\nlist = 6\n[settings]\nstatus_of_others = "Child in need plan"\n*/', encoding="utf-8"
    )
    rules = read_rules(folder)
    own = lay_lists(council, laid(council).on, shipped_layouts()["2024"], rules)
    assert (children(laid(council), 1), children(own, 1)) == (["Rook", "Wren"], ["Wren"])
    made = next(each for each in own.lists if each.number == 1)
    assert made.lacks == {"contact_source": "the rule of List 1 doesn't give it"}
    status = "select case_status from list_6"
    assert laid(council).database.execute(status).fetchall() == [(None,)]
    assert own.database.execute(status).fetchall() == [("Child in need plan",)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("select 1", "line 1: there is no header"),
        ('/*\nwho = "x"\n*/\nselect 1', "add list = 7"),
        ("/*\nlist = 12\n*/\nselect 1", "add list = 7"),
        ("/*\nlist = 1\nrows = 2\n*/\nselect 1", "line 3: the header of a list has no field 'rows'"),
        ('/*\nlist = 1\norder = "x"\n*/\nselect 1', "order must be a list of texts"),
        ("/*\nlist = 6\n[settings]\nstatus = 1\n*/", "the setting status is not used"),
        ("/*\nlist = 6\n[settings]\nstatus_of_others = 1\n*/", "give a value of the same kind"),
    ],
)
def test_a_file_that_can_t_be_used_is_refused_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "own.sql").write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refusal:
        read_rules(tmp_path)
    assert says in str(refusal.value) and str(refusal.value).startswith("own.sql")


@pytest.mark.parametrize(
    ("select", "says"),
    [
        ("select * from read_csv('x')", "can't be read from"),
        ("select 1 as person_id", "the select doesn't return record"),
        ("select 1 as person_id, 'x' as record, 2 as size", "the select returns size"),
        ("select 1 as person_id, getenv('HOME') as record", "the function"),
        ("copy (select 1) to 'x'", "is not allowed"),
        ("select cont_person_id as person_id, cont_id as record from ssd_contacts", "no column 'cont_id'"),
    ],
)
def test_a_select_that_reaches_too_far_is_refused(tmp_path: Path, select: str, says: str) -> None:
    (tmp_path / "own.sql").write_text(f"/*\nlist = 1\n*/\n{select}", encoding="utf-8")
    with pytest.raises(Refused) as refusal:
        check_own_rules(read_rules(tmp_path).values())
    assert says in str(refusal.value) and str(refusal.value).startswith("own.sql")


def test_two_files_of_a_list_are_refused(tmp_path: Path) -> None:
    for name in ("a.sql", "b.sql"):
        (tmp_path / name).write_text("/*\nlist = 6\n*/", encoding="utf-8")
    with pytest.raises(Refused, match=r"b\.sql, line 1: a\.sql is List 6 too"):
        read_rules(tmp_path)

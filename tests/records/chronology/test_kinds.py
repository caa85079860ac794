"""Kinds of event: what every shipped file holds, that no date on record is forgotten, and a council's own files."""

from __future__ import annotations

from pathlib import Path

import pytest

from lineofsight.problems import Refused
from lineofsight.records.chronology.kinds import GROUPS, SHIPPED, EventKind, in_order_of_groups, left_out, read_kinds
from lineofsight.records.chronology.own import check_kinds
from lineofsight.records.descriptions import describe, described

OWN = """/*
event = "panel"
title = "Panel"
group = "Legal"
source = "los_management_oversight"
about = "A panel that a manager wrote down."
*/
select mano_person_id as person_id, mano_oversight_date as on_day, file_row
from los_management_oversight
where mano_oversight_type = 'Panel'
"""


def own(folder: Path, text: str, name: str = "mine.sql") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def by_name(folder: Path | None = None) -> dict[str, EventKind]:
    return {kind.name: kind for kind in read_kinds(folder)}


@pytest.mark.parametrize("kind", read_kinds(), ids=lambda kind: kind.name)
def test_a_shipped_kind_is_complete(kind: EventKind) -> None:
    assert kind.file == SHIPPED / f"{kind.name}.sql"
    assert kind.group in GROUPS
    assert kind.about.endswith(".")
    assert kind.source in kind.tables
    assert not kind.own
    if kind.ends:
        assert "true as lasts" in kind.sql or " as lasts" in kind.sql
        assert f"{kind.ends}" in kind.sql
    if kind.lane:
        assert kind.ends, "only what lasts is drawn as a bar"


def test_kinds_stand_in_the_order_of_a_day_and_in_groups_that_all_have_some() -> None:
    kinds = read_kinds()
    assert [kind.order for kind in kinds] == sorted(kind.order for kind in kinds)
    assert (kinds[0].name, kinds[-1].name) == ("birth", "death")
    assert in_order_of_groups(kinds) == list(GROUPS)
    assert len({kind.title for kind in kinds}) == len(kinds)


def test_every_table_and_every_date_on_record_is_shown_or_left_out_for_a_reason() -> None:
    reads: dict[str, set[str]] = {}
    for read in check_kinds(read_kinds()).values():
        for table, columns in read.items():
            reads.setdefault(table, set()).update(columns)
    reasons = left_out()
    assert all(reason.strip() for reason in reasons.values())
    sources = {kind.source for kind in read_kinds()}
    shown: set[str] = set()
    for name in described():
        dated = {column.name for column in describe(name).columns.values() if column.type in ("date", "datetime")}
        if name in reasons:
            assert name not in sources, f"{name} is shown: take it out of left_out.toml"
            continue
        assert name in sources, f"{name}: no event shows it, and left_out.toml doesn't say why"
        missing = {column for column in dated - reads[name] if f"{name}.{column}" not in reasons}
        assert not missing, f"{name}: no event shows {missing}, and left_out.toml doesn't say why"
        shown |= {f"{name}.{column}" for column in reads[name]}
    for place in reasons:
        table, _, column = place.partition(".")
        assert table in described() and (not column or column in describe(table).columns), place
        assert place not in shown, f"{place} is shown: take it out of left_out.toml"


def test_a_shipped_kind_reads_no_table_that_it_does_not_name() -> None:
    reads = check_kinds(read_kinds())
    for kind in read_kinds():
        assert set(reads[kind.name]) == kind.tables, kind.name


def test_a_council_adds_a_kind(tmp_path: Path) -> None:
    kinds = by_name(own(tmp_path / "own", OWN))
    assert len(kinds) == len(read_kinds()) + 1
    panel = kinds["panel"]
    assert (panel.title, panel.group, panel.own, panel.order) == ("Panel", "Legal", True, 750)


def test_a_council_names_a_shipped_kind_otherwise_and_keeps_its_select(tmp_path: Path) -> None:
    text = '/*\nevent = "cla_visit"\ntitle = "Statutory visit"\ngroup = "Statutory"\n*/\n'
    folder = own(tmp_path / "own", text)
    visit = by_name(folder)["cla_visit"]
    assert (visit.title, visit.sql, visit.own) == ("Statutory visit", by_name()["cla_visit"].sql, False)
    assert in_order_of_groups(read_kinds(folder))[-1] == "Statutory"


def test_a_council_puts_another_select_in_place_of_a_shipped_one(tmp_path: Path) -> None:
    text = (
        '/*\nevent = "cp_plan"\n*/\nselect cppl_person_id as person_id, cppl_cp_plan_start_date as on_day, file_row\n'
        "from ssd_cp_plans\n"
    )
    plan = by_name(own(tmp_path / "own", text))["cp_plan"]
    assert plan.own
    assert (plan.title, plan.ends) == ("Child protection plan", ""), (
        "another select doesn't end as the shipped one does"
    )


def test_a_council_leaves_a_kind_out(tmp_path: Path) -> None:
    folder = own(tmp_path / "own", '/*\nevent = "address"\nenabled = false\n*/\n')
    assert set(by_name()) - set(by_name(folder)) == {"address"}


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert read_kinds(tmp_path / "nowhere") == read_kinds()


def test_two_files_of_one_kind_are_refused(tmp_path: Path) -> None:
    own(tmp_path / "own", OWN)
    folder = own(tmp_path / "own", OWN, "other.sql")
    with pytest.raises(Refused, match=r"other\.sql and mine\.sql both hold the event panel: keep one"):
        read_kinds(folder)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (
            ('event = "panel"\n', ""),
            r"mine\.sql, line 1: event must be a short name in quotes, for example \"contact\"",
        ),
        (('"panel"', '"My panel"'), r"mine\.sql, line 2: event must be a short name"),
        (('title = "Panel"\n', ""), r"mine\.sql, line 2: the header has no title: add title = \.\.\. to it"),
        (('"Panel"\ngroup', '" "\ngroup'), r"mine\.sql, line 3: title must be a text in quotes, and not empty"),
        (('group = "Legal"', "group = 3"), r"mine\.sql, line 4: group must be a text in quotes"),
        (('"los_management_oversight"', '"my_panels"'), r"line 5: source names 'my_panels', which is no table"),
        (('group = "Legal"', 'group = "Legal"\norder = "3"'), r"line 5: order must be a whole number"),
        (('group = "Legal"', 'group = "Legal"\norder = 99999'), r"line 5: order must be a number up to 10000"),
        (('group = "Legal"', 'group = "Legal"\nenabled = 1'), r"line 5: enabled must be true or false"),
        (('group = "Legal"', 'group = "Legal"\nends = "no_such"'), r"line 5: ends names 'no_such', which is no column"),
        (
            ('group = "Legal"', 'group = "Legal"\ncolour = "red"'),
            r"line 5: the header of an event has no field 'colour'",
        ),
        (('group = "Legal"', "group = Legal"), r"mine\.sql, line 4: the header can't be read"),
        (("/*", ""), r"mine\.sql, line 1: there is no header"),
        ((OWN[OWN.index("select") :], ""), r"mine\.sql, line \d+: there is no select after the header: add one"),
        (("'Panel'", "$kind"), None),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_line(
    change: tuple[str, str], refusal: str | None, tmp_path: Path
) -> None:
    assert change[0] in OWN
    folder = own(tmp_path / "own", OWN.replace(*change, 1))
    if refusal is None:  # found when the select is put together
        with pytest.raises(Refused, match=r"line 10: \$kind has no value: add it to \[settings\]"):
            by_name(folder)["panel"].runnable()
        return
    with pytest.raises(Refused, match=refusal):
        read_kinds(folder)


def test_a_setting_is_written_into_the_select(tmp_path: Path) -> None:
    text = OWN.replace("*/", 'settings = { kind = "It\'s a panel" }\n*/').replace("'Panel'", "$kind")
    assert "= 'It''s a panel'" in by_name(own(tmp_path / "own", text))["panel"].runnable()

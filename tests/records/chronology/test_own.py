"""A council's own kinds of event: laid with the others, refused where they can't be used, and harmless in any case."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from lineofsight.problems import Refused
from lineofsight.records.chronology import own as own_module
from lineofsight.records.chronology.laying import lay_chronology
from lineofsight.records.snapshots import Snapshot
from tests.records.chronology.drawn_records import RECORDS
from tests.records.chronology.test_kinds import OWN, own
from tests.records.chronology.test_laying import laid, snapshot_of

HOW_TO = Path(__file__).parents[3] / "docs" / "how-to" / "add-an-event-to-the-chronology.md"
HEADER = OWN[: OWN.index("select")]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return snapshot_of(tmp_path_factory.mktemp("drawn"), RECORDS)


def own_rows(snapshot: Snapshot, folder: Path, kind: str = "panel") -> list[tuple[object, ...]]:
    found = laid(snapshot, folder).execute(
        "select cast(on_day as varchar), cast(until_day as varchar), lasts, title, grouping, what, worker, table_name, "
        f"file_row from chronology where kind = '{kind}' order by on_day"
    )
    return found.fetchall()


def test_an_own_kind_stands_on_the_line_with_the_others(drawn: Snapshot, tmp_path: Path) -> None:
    folder = own(tmp_path / "own", OWN.replace("= 'Panel'", "= 'Supervision'"))
    row = ("2021-01-06", None, False, "Panel", "Legal", "", None, "los_management_oversight", 2)
    assert own_rows(drawn, folder) == [row]
    everything = laid(drawn, folder).execute("select person_id, on_day from chronology").fetchall()
    assert everything == sorted(everything)
    kinds = laid(drawn, folder).execute("select kind, own from chronology_kinds where own").fetchall()
    assert kinds == [("panel", True)]


def test_an_own_kind_may_read_labels_outcomes_and_the_extract_date(drawn: Snapshot, tmp_path: Path) -> None:
    text = (
        HEADER.replace("los_management_oversight", "ssd_contacts")
        + """select contacts.cont_person_id as person_id, contacts.cont_contact_date as on_day,
    extract.extracted_on as until_day, true as lasts, concat_ws(', ', sources.label, outcomes.outcome) as what,
    'W7' as worker, contacts.file_row
from ssd_contacts as contacts cross join extract
left join code_labels as sources
    on sources.column_name = 'cont_contact_source_code' and sources.code = contacts.cont_contact_source_code
left join outcomes on outcomes.written = contacts.cont_contact_outcome_json
where contacts.cont_contact_id = 'C1'
"""
    )
    row = ("2021-01-04", "2023-03-31", True, "Panel", "Legal", "Police, New referral, Advice and information", "W7")
    assert own_rows(drawn, own(tmp_path / "own", text)) == [(*row, "ssd_contacts", 2)]


def test_own_kinds_that_return_different_columns_are_told_apart(drawn: Snapshot, tmp_path: Path) -> None:
    own(tmp_path / "own", OWN.replace("= 'Panel'", "= 'Supervision'"))
    second = OWN.replace('"panel"', '"second"').replace("= 'Panel'", "= 'Supervision'")
    folder = own(tmp_path / "own", second.replace("file_row\n", "file_row, 'said' as what\n"), "second.sql")
    assert own_rows(drawn, folder)[0][5] == ""
    assert own_rows(drawn, folder, "second")[0][5] == "said"


def test_an_own_select_takes_the_place_of_a_shipped_one(drawn: Snapshot, tmp_path: Path) -> None:
    text = (
        '/*\nevent = "cin_visit"\n*/\nselect cinv_person_id as person_id, cinv_cin_visit_date as on_day, '
        "'Mine' as what, file_row\nfrom ssd_cin_visits where cinv_cin_visit_seen\n"
    )
    row = ("2021-01-10", None, False, "Child in need visit", "Visits", "Mine", None, "ssd_cin_visits", 2)
    assert own_rows(drawn, own(tmp_path / "own", text), "cin_visit") == [row]


def test_a_table_that_the_extract_lacks_gives_an_own_kind_nothing(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, {"ssd_person": RECORDS["ssd_person"]})
    assert own_rows(snapshot, own(tmp_path / "own", OWN)) == []


@pytest.mark.parametrize(
    ("select", "refusal"),
    [
        ("select 1 as person_id", r"line 8: the select doesn't return on_day, file_row: it must return person_id, "),
        (
            "select mano_person_id as person_id, mano_oversight_date as on_day, file_row, 1 as mood\n"
            "from los_management_oversight",
            r"line 8: the select returns mood, which has no meaning: remove it",
        ),
        (
            "select mano_person_id as person_id, '2021' as on_day, file_row from los_management_oversight",
            r"line 8: on_day is varchar: it must be date",
        ),
        (
            "select mano_oversight_id as person_id, mano_oversight_date as on_day, file_row\n"
            "from los_management_oversight",
            r"line 8: person_id is varchar: it must be integer",
        ),
        (
            "select mano_person_id as person_id,\n mano_oversight_day as on_day\nfrom los_management_oversight",
            r"line 9: there is no column 'mano_oversight_day': did you mean mano_oversight_date\?",
        ),
        ("select * from los_oversight", r"line 8: there is no table 'los_oversight'"),
        ("select 1;\nselect 2", r"line 8: there are 2 statements"),
        ("drop table chronology", r"line 8: 'drop' is not allowed: a kind of event is one select"),
        ("select * from read_csv('/etc/hostname')", r"line 8: .*can't be read from: only a table can"),
        ("select * from '/etc/hostname'", r"line 8: there is no table '/etc/hostname'"),
        ("select getenv('HOME') as what", r"line 8: the function getenv is not allowed"),
        ("select current_date as on_day", r"line 8: the function current_date is not allowed"),
        ("select 1 as person_id fro m", r"mine\.sql, line 8: "),
    ],
)
def test_a_select_that_cannot_be_used_is_refused_with_file_and_line(
    select: str, refusal: str, drawn: Snapshot, tmp_path: Path
) -> None:
    folder = own(tmp_path / "own", HEADER + select + "\n")
    database = duckdb.connect()
    with pytest.raises(Refused, match=refusal) as refused:
        lay_chronology(database, drawn, folder)
    assert str(refused.value).startswith("mine.sql, line ")
    assert database.execute("select count(*) from duckdb_tables()").fetchone() == (0,), "nothing is half laid"


def test_what_a_header_says_it_ends_by_must_be_returned(drawn: Snapshot, tmp_path: Path) -> None:
    folder = own(tmp_path / "own", OWN.replace("*/", 'ends = "mano_oversight_date"\n*/'))
    with pytest.raises(Refused, match="the select must return lasts and until_day"):
        laid(drawn, folder)


def test_a_select_that_fails_on_the_records_is_refused_without_their_data(drawn: Snapshot, tmp_path: Path) -> None:
    folder = own(
        tmp_path / "own",
        HEADER + "select mano_person_id as person_id, cast(mano_oversight_type as date) as on_day, file_row\n"
        "from los_management_oversight\n",
    )
    with pytest.raises(
        Refused, match=r"^mine\.sql: the event panel failed on this snapshot \(ConversionException\)"
    ) as no:
        laid(drawn, folder)
    assert "Supervision" not in str(no.value)


@pytest.mark.parametrize(
    "reach",
    [
        "(select content from read_text('/etc/hostname'))",
        "(select count(*) from glob('/*'))",
    ],
)
def test_what_slips_through_the_checks_still_reaches_nothing(
    reach: str, drawn: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    select = (
        f"select mano_person_id as person_id, mano_oversight_date as on_day, file_row, cast({reach} as varchar) as what"
    )
    folder = own(tmp_path / "own", f"{HEADER}{select}\nfrom los_management_oversight\n")
    unchecked = {"panel": {"los_management_oversight": ()}}
    monkeypatch.setattr(own_module, "check_kinds", lambda kinds: unchecked)
    with pytest.raises(Refused, match=r"mine\.sql: the event panel failed on this snapshot \(PermissionException\)"):
        laid(drawn, folder)


def test_the_examples_of_the_how_to_can_be_used(drawn: Snapshot, tmp_path: Path) -> None:
    examples = re.findall(r"```sql\n(.+?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) >= 3
    for number, example in enumerate(examples):
        own(tmp_path / "own", example, f"{number}.sql")
    found = laid(drawn, tmp_path / "own").execute("select kind from chronology_kinds where own").fetchall()
    assert ("supervision",) in found
    assert own_rows(drawn, tmp_path / "own", "supervision")[0][:4] == ("2021-01-06", None, False, "Supervision")

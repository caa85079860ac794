"""A child whose id was merged or changed at source stays one person, and everything under the old id follows."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

import pytest

from lineofsight.cli import main
from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.records.people import LINKED, OWN_LIST, Merge, read_own_list, settle_merges
from lineofsight.records.snapshots import Snapshots
from tests.extracts import write_extract

ON = dt.date(2023, 3, 31)


def visits(*children: str) -> list[dict[str, str]]:
    return [
        {
            **{"cinv_cin_visit_id": f"v{n}", "cinv_person_id": child},
            **{"cinv_cin_visit_date": "2023-03-01", "cinv_cin_visit_seen": "Y"},
        }
        for n, child in enumerate(children)
    ]


def people(*children: str) -> list[dict[str, str]]:
    return [{"pers_person_id": child, "pers_dob": f"2015-01-{n:02d}"} for n, child in enumerate(children, start=1)]


def linked(*pairs: tuple[str, str], kind: str = "Former person id") -> list[dict[str, str]]:
    return [
        {
            **{"link_table_id": f"l{n}", "link_person_id": person},
            **{"link_identifier_type": kind, "link_identifier_value": old},
        }
        for n, (old, person) in enumerate(pairs)
    ]


def loaded(home: Home, extract: Path, monkeypatch: pytest.MonkeyPatch) -> Snapshots:
    monkeypatch.setenv("LINEOFSIGHT_HOME", str(home.path))
    assert main(["load", str(extract), "--extracted-on", str(ON)]) == 0
    return Snapshots(home.snapshots)


def whose(snapshots: Snapshots) -> list[str]:
    """The child of each visit, in the order of the visits, as the snapshot has it now."""
    import duckdb

    current = snapshots.current()
    return [
        row[0]
        for row in duckdb.execute(
            f"select people.person_id from '{current.parquet('ssd_cin_visits')}' as visits "
            f"join '{current.people}' as people on people.person_key = visits.cinv_person_id order by file_row"
        ).fetchall()
    ]


def test_linked_identifiers_make_two_ids_one_child(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    extract = write_extract(
        tmp_path / "extract",
        {
            "ssd_person": people("old", "new", "other"),
            "ssd_cin_visits": visits("old", "new", "older", "other"),
            "ssd_linked_identifiers": linked(("old", "new"), ("older", "old")),
        },
    )
    snapshots = loaded(home, extract, monkeypatch)
    assert whose(snapshots) == ["new", "new", "new", "other"]
    current = snapshots.current()
    assert current.former_ids() == {"old": "new", "older": "new"}
    # The row of the id that is no longer used is not lost: it waits in quarantine, with the reason.
    person = current.tables["ssd_person"]
    assert (person["read"], person["accepted"], person["quarantined"]) == (3, 2, 1)
    columns, [row] = current.quarantined_rows("ssd_person")
    assert dict(zip(columns, row, strict=True))["pers_person_id"] == "old"
    assert "merged" in str(row[1])
    assert json.loads((current.folder / "manifest.json").read_text())["merged"] == {"people": 2, "in_doubt": 0}
    said = capsys.readouterr().err
    assert "2 former ids" in said and "old" not in said.split()


def test_the_councils_own_list_stands_before_the_extract(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract = write_extract(
        tmp_path / "extract",
        {
            "ssd_person": people("a", "b", "c"),
            "ssd_cin_visits": visits("a"),
            "ssd_linked_identifiers": linked(("a", "b")),
        },
    )
    home.create()
    home.merged_people.write_text("old_id,new_id\na,c\n")
    assert whose(loaded(home, extract, monkeypatch)) == ["c"]


def test_the_change_is_recorded_once_and_stays_when_the_source_forgets_it(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = {"ssd_person": people("new"), "ssd_cin_visits": visits("old")}
    with_link = tables | {"ssd_linked_identifiers": linked(("old", "new"))}
    for extract in ("first", "second"):
        loaded(home, write_extract(tmp_path / extract, with_link), monkeypatch)
    with home.people_changed.open(newline="") as file:
        [change] = csv.DictReader(file)
    assert (change["old_id"], change["new_id"], change["source"]) == ("old", "new", LINKED)
    assert change["snapshot"] == "2023-03-31.1"


def test_another_kind_of_identifier_merges_nobody(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = {
        "ssd_person": people("1", "2"),
        "ssd_cin_visits": visits("1", "2"),
        "ssd_linked_identifiers": linked(("1", "2"), kind="Case Number"),
    }
    assert whose(loaded(home, write_extract(tmp_path / "extract", tables), monkeypatch)) == ["1", "2"]


@pytest.mark.parametrize(
    ("own", "said", "settled", "doubtful"),
    [
        ([("a", "b")], [("b", "c")], {"a": "c", "b": "c"}, 0),
        ([], [("a", "b"), ("a", "c")], {}, 1),
        ([("a", "c")], [("a", "b"), ("a", "d")], {"a": "c"}, 0),
        ([("a", "b"), ("b", "a")], [], {}, 2),
        ([], [("a", "b"), ("b", "c"), ("c", "b")], {}, 3),
        ([], [], {}, 0),
    ],
)
def test_changes_are_followed_to_their_end(
    own: list[tuple[str, str]], said: list[tuple[str, str]], settled: dict[str, str], doubtful: int
) -> None:
    found, in_doubt = settle_merges([Merge(old, new, OWN_LIST) for old, new in own], said)
    assert ({merge.old_id: merge.new_id for merge in found}, in_doubt) == (settled, doubtful)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("old,new\na,b\n", "row 1: the columns old_id and new_id"),
        ("old_id,new_id\na,\n", "row 2: an id is empty"),
        ("old_id,new_id\na,b\nb,b\n", "row 3: an id is merged into itself"),
        ("old_id,new_id\na,b\na,c\n", "row 3: this old id is merged into another above"),
    ],
)
def test_a_bad_list_of_merged_people_is_refused_with_its_row(tmp_path: Path, text: str, what: str) -> None:
    (tmp_path / "merged_people.csv").write_text(text)
    with pytest.raises(Refused, match=what):
        read_own_list(tmp_path / "merged_people.csv")

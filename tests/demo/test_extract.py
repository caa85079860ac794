"""The demonstration extract is whole, consistent, and always the same."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from lineofsight.demo import write_extract
from lineofsight.records.descriptions import Table, describe

Rows = list[dict[str, str]]
Read = Callable[[str], Rows]
EXTRACT = "2023-03-31"
SERVICES = {  # the tables that stand beside the lives, and take nothing from their chance
    *("los_core_groups", "los_feedback", "los_health_assessments", "los_legal_proceedings", "los_localities"),
    *("los_population_groups", "los_return_interviews", "los_workforce_months", "ssd_cla_health"),
    *("ssd_cla_immunisations", "ssd_early_help_episodes", "ssd_permanence", "ssd_pre_proceedings", "ssd_sdq_scores"),
}
#: What the lives themselves are: every other table's bytes, without what care leavers' statuses say besides and
#: what is said since then of two tables; five enquiries decided since on a conference that is still to be held.
LIVES = "99a467abd9e2db5e14ff8f6bfd1a5947ecd8086cff83adf8b438f33147717a12"
#: What a table says since the figures were drawn: which placements are in the borough, and who is newly qualified.
SAID_SINCE = {
    "ssd_cla_placement": (b",ZZ11ZZ,", b",ZZ99ZZ,"),
    "ssd_professionals": (b"Social Worker (ASYE)", b"Social Worker"),
}
PERSON = "ssd_person.pers_person_id"


def tables(folder: Path) -> list[Table]:
    return [describe(file.stem) for file in sorted(folder.glob("*.csv"))]


def person_column(table: Table) -> str | None:
    return next((name for name, column in table.columns.items() if column.refers_to == PERSON), None)


def open_at_extract(rows: Rows, end: str) -> Rows:
    return [row for row in rows if not row[end]]


def test_each_table_has_its_columns_in_order_and_the_manifest_says_when(demo_folder: Path) -> None:
    for table in tables(demo_folder):
        with (demo_folder / f"{table.name}.csv").open(newline="", encoding="utf-8") as file:
            standard = [name for name, column in table.columns.items() if not column.not_standard]
            assert next(csv.reader(file)) == standard, table.name
    manifest = json.loads((demo_folder / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["extracted_on"], manifest["council"]) == (EXTRACT, "Demonstration Borough")


def test_keys_are_unique_and_never_empty(demo_folder: Path, demo_rows: Read) -> None:
    for table in tables(demo_folder):
        keys = [row[table.key] for row in demo_rows(table.name)]
        assert all(keys), table.name
        assert len(set(keys)) == len(keys), table.name


def test_a_visit_has_one_identifier_in_all_three_tables(demo_rows: Read) -> None:
    keys = [row["cinv_cin_visit_id"] for row in demo_rows("ssd_cin_visits")]
    keys += [row["cppv_cp_visit_id"] for row in demo_rows("ssd_cp_visits")]
    keys += [row["clav_cla_visit_id"] for row in demo_rows("ssd_cla_visits")]
    assert len(set(keys)) == len(keys)


def test_references_resolve(demo_folder: Path, demo_rows: Read) -> None:
    for table in tables(demo_folder):
        for column in table.columns.values():
            if not column.refers_to:
                continue
            other, key = column.refers_to.split(".")
            if not (demo_folder / f"{other}.csv").exists():
                continue
            known = {row[key] for row in demo_rows(other)}
            lost = {row[column.name] for row in demo_rows(table.name) if row[column.name]} - known
            assert not lost, (table.name, column.name)


def test_codes_are_known(demo_folder: Path, demo_rows: Read) -> None:
    for table in tables(demo_folder):
        for column in table.columns.values():
            if column.codes and not column.codes_are_open:
                found = {row[column.name] for row in demo_rows(table.name)} - {""}
                assert found <= set(column.codes), (table.name, column.name)


def test_nothing_happened_after_the_extract(demo_folder: Path, demo_rows: Read) -> None:
    for table in tables(demo_folder):
        for column in table.columns.values():
            if column.happened:
                latest = max((row[column.name][:10] for row in demo_rows(table.name)), default="")
                assert latest <= EXTRACT, (table.name, column.name)


def test_nobody_has_an_event_before_birth(demo_folder: Path, demo_rows: Read) -> None:
    born = {row["pers_person_id"]: row["pers_dob"] for row in demo_rows("ssd_person")}
    assert sum(not day for day in born.values()) == 3, "three children are not born yet"
    for table in tables(demo_folder):
        person = person_column(table)
        if person is None or table.name == "ssd_person":
            continue
        dates = [name for name, column in table.columns.items() if column.type in ("date", "datetime")]
        for row in demo_rows(table.name):
            for name in dates:
                assert not row[name] or row[name] >= born[row[person]], (table.name, name)


@pytest.mark.parametrize(
    ("table", "person", "day"),
    [
        ("ssd_cin_visits", "cinv_person_id", "cinv_cin_visit_date"),
        ("ssd_cp_visits", "cppv_person_id", "cppv_cp_visit_date"),
        ("ssd_cla_visits", "clav_person_id", "clav_cla_visit_date"),
        ("ssd_cin_assessments", "cina_person_id", "cina_assessment_auth_date"),
        ("los_management_oversight", "mano_person_id", "mano_oversight_date"),
        ("los_cin_plan_reviews", "cipr_person_id", "cipr_review_date"),
    ],
)
def test_work_is_done_on_days_on_which_the_case_is_open(demo_rows: Read, table: str, person: str, day: str) -> None:
    spans = defaultdict(list)
    for row in demo_rows("ssd_cin_episodes"):
        spans[row["cine_person_id"]].append((row["cine_referral_date"], row["cine_close_date"] or "9999"))
    for row in demo_rows(table):
        if row[day]:
            assert any(start <= row[day] < end for start, end in spans[row[person]])


def test_the_lives_are_those_that_the_published_figures_were_drawn_for(demo_folder: Path, demo_rows: Read) -> None:
    lives = hashlib.sha256()
    for file in sorted(demo_folder.glob("*.csv")):
        if file.stem == "los_care_leaver_statuses":
            for row in demo_rows(file.stem):
                lives.update(",".join(list(row.values())[:10]).encode())
        elif file.stem not in SERVICES:
            since, then = SAID_SINCE.get(file.stem, (b"", b""))
            lives.update(file.read_bytes().replace(since, then) if since else file.read_bytes())
    assert lives.hexdigest() == LIVES


def test_a_protection_plan_starts_with_its_conference(demo_rows: Read) -> None:
    held = {row["icpc_icpc_id"]: row["icpc_icpc_date"] for row in demo_rows("ssd_initial_cp_conference")}
    own = [row for row in demo_rows("ssd_cp_plans") if row["cppl_cp_plan_ola"] == "N"]
    assert len(demo_rows("ssd_cp_plans")) - len(own) == 6
    assert all(held[row["cppl_icpc_id"]] == row["cppl_cp_plan_start_date"] for row in own)


def test_a_child_in_need_plan_is_not_open_beside_a_protection_plan_or_care(demo_rows: Read) -> None:
    elsewhere = defaultdict(list)
    for row in demo_rows("ssd_cp_plans"):
        end = row["cppl_cp_plan_end_date"] or "9999"
        elsewhere[row["cppl_person_id"]].append((row["cppl_cp_plan_start_date"], end))
    for row in demo_rows("ssd_cla_episodes"):
        end = row["clae_cla_episode_ceased_date"] or "9999"
        elsewhere[row["clae_person_id"]].append((row["clae_cla_episode_start_date"], end))
    for row in demo_rows("ssd_cin_plans"):
        start, end = row["cinp_cin_plan_start_date"], row["cinp_cin_plan_end_date"] or "9999"
        assert all(end <= other or start >= until for other, until in elsewhere[row["cinp_person_id"]])


def test_about_10_500_people(demo_rows: Read) -> None:
    assert 10_400 <= len(demo_rows("ssd_person")) <= 10_700


def test_each_open_case_has_one_allocated_worker_with_a_believable_caseload(demo_rows: Read) -> None:
    open_cases = open_at_extract(demo_rows("ssd_cin_episodes"), "cine_close_date")
    involved = open_at_extract(demo_rows("ssd_involvements"), "invo_involvement_end_date")
    assert Counter(row["cine_referral_id"] for row in open_cases) == Counter(
        row["invo_referral_id"] for row in involved
    )
    assert len(open_cases) == len({row["cine_person_id"] for row in open_cases}) == 2503
    loads = Counter(row["invo_professional_id"] for row in involved).values()
    assert 12 <= sum(loads) / len(loads) <= 20
    assert max(loads) <= 28


def test_between_a_fifth_and_a_quarter_of_referrals_are_re_referrals(demo_rows: Read) -> None:
    earlier: dict[str, str] = {}
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in sorted(demo_rows("ssd_cin_episodes"), key=lambda row: row["cine_referral_date"]):
        day, person = row["cine_referral_date"], row["cine_person_id"]
        a_year_before = f"{int(day[:4]) - 1}{day[4:]}"
        count = counts[day[:4]]
        count[0] += earlier.get(person, "") > a_year_before
        count[1] += 1
        earlier[person] = day
    for year in ("2020", "2021", "2022"):
        again, all_of_them = counts[year]
        assert 0.17 <= again / all_of_them <= 0.27, year


def test_the_same_seed_writes_the_same_bytes_and_twice_the_size_is_every_row_twice(
    demo_folder: Path, demo_rows: Read, tmp_path: Path
) -> None:
    write_extract(tmp_path, times=2)
    for file in sorted(demo_folder.glob("*.csv")):
        once = file.read_text(encoding="utf-8")
        twice = (tmp_path / file.name).read_text(encoding="utf-8")
        if file.stem == "los_populations":
            assert [int(row["popu_children_0_17"]) for row in demo_rows(file.stem)] == [64_290] * 5
            assert twice.count("128580") == 5
        elif file.stem == "los_localities":
            assert twice == once
        elif file.stem == "los_population_groups":
            children = [int(line.rpartition(",")[2]) for line in twice.splitlines()[1:]]
            assert sum(children) == 5 * 4 * 2 * 64_290
        else:
            assert len(twice.splitlines()) - 1 == 2 * (len(once.splitlines()) - 1)
            first = "".join(line for line in twice.splitlines(keepends=True) if "K02" not in line)
            assert hashlib.sha256(first.encode()).digest() == hashlib.sha256(once.encode()).digest(), file.name

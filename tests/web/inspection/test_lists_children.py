"""Children behind the lists: only those whom a reader may see, others counted, each look recorded; and the workbook."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from lineofsight.annex_a.kept_run import CHANGES, DIFFERENCES, TO_MEND, children_in, children_of_rows, kept_rows
from lineofsight.annex_a.runs import Run
from lineofsight.home import Home
from lineofsight.web.accounts.models import Access, RestrictedReader, RestrictedRecord
from lineofsight.web.serving import serving
from tests.web.conftest import add_person
from tests.web.inspection.lists_site import home_with_runs, march

SignIn = Callable[..., Client]


@pytest.fixture
def run(demo_site: Home, settings: Any) -> Run:
    home = home_with_runs(demo_site.path)
    settings.LINEOFSIGHT_HOME = home.path
    return march(home)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def address(run: Run, number: int, what: str) -> str:
    return reverse("inspection:run_list_children", args=[run.id, number, what])


def rows(run: Run, sheet: str, number: int) -> list[dict[str, Any]]:
    return [row for row in kept_rows(run, sheet) if row["List"] == number]


def found(page: str) -> int:
    heading = re.search(r"</span>[^<]*: ([\d,]+)</h1>", page)
    assert heading is not None
    return int(heading[1].replace(",", ""))


def restrict(child: str, *readers: Any) -> None:
    record = RestrictedRecord.objects.create(person_id=child, reason="Made up", marked_by=add_person("director"))
    for reader in readers:
        RestrictedReader.objects.create(record=record, user=reader, added_by=record.marked_by)


@pytest.mark.django_db
@pytest.mark.parametrize(("what", "sheet", "number"), [("to-mend", TO_MEND, 6), ("differences", DIFFERENCES, 9),
                                                       ("changes", CHANGES, 7)])  # fmt: skip
def test_who_sees_all_children_sees_every_row_and_it_is_recorded(
    run: Run, signed_in: SignIn, what: str, sheet: str, number: int
) -> None:
    every = rows(run, sheet, number)
    page = text(signed_in("director").get(address(run, number, what)))
    assert found(page) == len(every) > 0
    access = Access.objects.get()
    assert access.what == f"Annex A, run {run.id}, List {number}: {access.what.rpartition(': ')[2]}"
    assert {one.person_id for one in access.children.all()} == {row["Child"] for row in every[:50]}
    for row in every[:50]:
        assert reverse("surgery:child", args=[row["Child"]]) in page


@pytest.mark.django_db
def test_a_manager_sees_the_children_of_their_teams_now_and_the_others_counted(run: Run, signed_in: SignIn) -> None:
    every = rows(run, TO_MEND, 6)
    with serving().reading() as counted:
        teams = dict(counted.database.execute("select id, team_id from everybody").fetchall())
    mine = [row for row in every if teams[row["Child"]] == "T22"]
    page = text(signed_in("team_manager", teams=("T22",)).get(address(run, 6, "to-mend")))
    assert found(page) == len(mine) and len(every) > len(mine)
    assert f"{len(every) - len(mine):,} more outside your teams" in page
    shown = set(re.findall(r"/child/(C\d+)/", page)) or set(re.findall(r"C\d{6}", page))
    assert shown <= {row["Child"] for row in mine}


@pytest.mark.django_db
def test_restricted_records_are_counted_and_not_listed(run: Run, signed_in: SignIn) -> None:
    every = rows(run, TO_MEND, 6)
    child = every[0]["Child"]
    of_child = sum(1 for row in every if row["Child"] == child)
    analyst, named = signed_in("analyst"), signed_in("quality")
    restrict(child, named.user)  # type: ignore[attr-defined]
    page = text(analyst.get(address(run, 6, "to-mend")))
    assert child not in page and found(page) == len(every) - of_child
    assert f"{of_child} more of restricted records, not listed" in page
    assert child in text(named.get(address(run, 6, "to-mend")))


@pytest.mark.django_db
def test_rows_are_chosen_by_column_team_and_worker(run: Run, signed_in: SignIn) -> None:
    client, every = signed_in("analyst"), rows(run, TO_MEND, 6)
    column, team = every[0]["Column of the list"], every[0]["With team"]
    of_column = [row for row in every if row["Column of the list"] == column]
    assert found(text(client.get(address(run, 6, "to-mend"), {"column_of_the_list": column}))) == len(of_column)
    of_both = [row for row in of_column if row["With team"] == team]
    asked = {"column_of_the_list": column, "with_team": team or "none"}
    assert found(text(client.get(address(run, 6, "to-mend"), asked))) == len(of_both)
    nobody = [row for row in every if not row["With worker"]]
    assert found(text(client.get(address(run, 6, "to-mend"), {"with_worker": "none"}))) == len(nobody)
    assert found(text(client.get(address(run, 6, "to-mend"), {"with_team": "no such team"}))) == 0


@pytest.mark.django_db
def test_the_second_page_goes_on_where_the_first_ended(run: Run, signed_in: SignIn) -> None:
    client, every = signed_in("analyst"), rows(run, CHANGES, 1)
    assert len(every) > 100
    client.get(address(run, 1, "changes"), {"page": "2"})
    assert {one.person_id for one in Access.objects.get().children.all()} == {row["Child"] for row in every[50:100]}


# The workbook


def sheets_of(answer: Any) -> dict[str, list[tuple[Any, ...]]]:
    book = load_workbook(io.BytesIO(answer.content), read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


@pytest.mark.django_db
def test_the_lists_alone_as_they_were_signed(run: Run, signed_in: SignIn) -> None:
    answer = signed_in("analyst").post(
        reverse("inspection:download_lists", args=[run.id]), {"file_format": "xlsx", "which": "lists"}
    )
    assert answer["Content-Disposition"] == f'attachment; filename="annex-a-{run.id}.xlsx"'
    assert answer["Cache-Control"] == "no-store"
    sheets = sheets_of(answer)
    assert list(sheets) == ["About", *(f"List {number}" for number in range(1, 12))]
    assert [row[0] for row in sheets["List 7"][1:]] == children_of_rows(run, 7)
    access = Access.objects.get()
    assert access.how == Access.How.EXPORT and access.snapshot == run.snapshot
    assert {one.person_id for one in access.children.all()} == children_in(run, lists_alone=True)
    assert list((march(home_of(run)).folder.parents[2] / "cache" / "exports").iterdir()) == []


def home_of(run: Run) -> Home:
    return Home(run.folder.parents[2])


@pytest.mark.django_db
def test_the_whole_workbook_as_ods_without_restricted_records(run: Run, signed_in: SignIn) -> None:
    client = signed_in("director")
    child = children_of_rows(run, 7)[0]
    restrict(child)
    answer = client.post(reverse("inspection:download_lists", args=[run.id]), {"file_format": "ods", "which": "all"})
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert {"To mend", "Differences", "Changes"} <= set(book.sheet_names)
    for name in book.sheet_names:
        assert not any(child in map(str, row) for row in book.get_sheet_by_name(name).to_python()), name
    about = [str(row[0]) for row in book.get_sheet_by_name("About").to_python()]
    assert any("left out of the lists" in line for line in about)
    assert child not in {one.person_id for one in Access.objects.get().children.all()}


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["head_of_service", "service_manager", "team_manager", "practitioner"])
def test_who_does_not_see_all_children_takes_no_workbook(run: Run, signed_in: SignIn, role: str) -> None:
    there = reverse("inspection:download_lists", args=[run.id])
    client = signed_in(role, teams=("T22",))
    assert client.post(there, {"file_format": "xlsx", "which": "lists"}).status_code == 403
    assert signed_in("director").get(there).status_code == 403  # sent, never opened
    assert not Access.objects.exists()


@pytest.mark.django_db
def test_what_is_no_format_is_refused(run: Run, signed_in: SignIn) -> None:
    there = reverse("inspection:download_lists", args=[run.id])
    answer = signed_in("director").post(there, {"file_format": "pdf", "which": "lists"})
    assert answer.status_code == 409 and "Choose a format" in text(answer)

"""The lists of documents and questions as workbooks: what the page shows, marked, and no file or child in them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from lineofsight.web.inspection.models import Question
from tests.web.conftest import add_person
from tests.web.inspection.rows import rows_of_visits
from tests.web.inspection.rows_of_documents import rows_of_documents
from tests.web.inspection.uploads import upload, wanted

pytestmark = pytest.mark.usefixtures("demo_site")
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def files_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The demonstration is read alone: what these tests upload stands elsewhere."""
    from lineofsight.web.inspection.documents import storing

    monkeypatch.setattr(storing, "folder", lambda: tmp_path)


def sheets(answer: Any) -> tuple[list[list[Any]], str]:
    """The rows of the list, and all the texts of the sheet about it."""
    assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    rows = [list(row) for row in book["List"].iter_rows(values_only=True)]
    about = " ".join(str(cell) for row in book["About this list"].iter_rows(values_only=True) for cell in row if cell)
    return rows, about


def test_the_lists_are_saved_as_they_are_shown(signed_in: SignIn) -> None:
    director = add_person("director", name="signs")
    rows_of_visits(director)
    visit = rows_of_documents(director)["inspection:questions"]["pk"]
    lead = add_person("analyst")
    wanted(lead, "=cmd|' /C calc'!A0")
    client = signed_in("team_manager")
    rows, about = sheets(client.post(f"{reverse('inspection:export_documents')}?state=not_ready"))
    titles = [cell for row in rows for cell in row if cell in ("Owl strategy", "=cmd|' /C calc'!A0")]
    assert titles == ["=cmd|' /C calc'!A0"]  # a text, not a formula; what is shared is ready
    assert "State: Not ready" in about and "1 of 2" in about and "OFFICIAL-SENSITIVE" in about
    (question,) = Question.objects.all()
    rows, about = sheets(client.post(reverse("inspection:export_questions", args=[visit])))
    found = next(row for row in rows if row[0] == question.number)
    assert found[2:5] == ["How many owls?", "Inge Auk", "07/03/2023 09:00"]
    assert found[-1] == "Owl strategy, version 1" and found[-2] == "Three"


def test_a_file_that_is_called_after_a_child_is_not_taken(signed_in: SignIn, tmp_path: Path) -> None:
    client = signed_in("quality")
    document = wanted(client.user, "Nest list")  # type: ignore[attr-defined]
    page = reverse("inspection:add_document_version", args=[document.pk])
    for name, status in (("Plan_for-C000189.pdf", 422), ("Plan for nests.pdf", 302)):
        answer = client.post(page, {"file": upload(name=name), "version": document.version})
        assert answer.status_code == status
    assert len(list(tmp_path.iterdir())) == 1

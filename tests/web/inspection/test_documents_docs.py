"""The pages on documents and questions say what the program does: tables, kinds of file and rules are compared."""

from __future__ import annotations

from pathlib import Path

from lineofsight.web.accounts.table import pages
from lineofsight.web.inspection.documents.contents import KINDS
from lineofsight.web.inspection.documents.steps import DOCUMENT_STEPS, SIGNERS
from lineofsight.web.inspection.models import Document, Question
from lineofsight.web.inspection.questions.steps import QUESTION_STEPS
from lineofsight.web.inspection.rules import settings
from lineofsight.web.steps import table

HOW_TO = Path(__file__).parents[3] / "docs" / "how-to"
DOCUMENTS = (HOW_TO / "inspection-documents.md").read_text(encoding="utf-8")


def test_the_steps_stand_in_the_pages() -> None:
    of_state = {name: step for name, step in DOCUMENT_STEPS.items() if name not in ("end", "want_again")}
    assert table(of_state, Document.State) in DOCUMENTS
    assert table(QUESTION_STEPS, Question.State) in (HOW_TO / "during-an-inspection.md").read_text(encoding="utf-8")


def test_the_kinds_of_file_and_the_rules_stand_in_the_page() -> None:
    words = DOCUMENTS.replace(",", " ").split()
    assert [ending for ending in KINDS if ending not in words] == ["jpeg"]  # another ending of jpg
    rules = settings()
    for name in ("scan_seconds", "largest_file_mb"):
        assert f"{name} = {rules[name].value}" in DOCUMENTS
    assert rules["scanner"].value == []


def test_the_table_of_pages_lets_those_sign_who_may() -> None:
    assert pages()["inspection:sign_off_document"].act == {role.value for role in SIGNERS}

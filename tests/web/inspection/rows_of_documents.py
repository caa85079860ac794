"""One row of each kind of documents, questions and what inspectors see, for the test that asks for every page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from lineofsight.web.accounts.models import User
from lineofsight.web.inspection.inspectors import sharing
from lineofsight.web.inspection.models import Visit
from lineofsight.web.inspection.questions import keeping
from lineofsight.web.inspection.questions.keeping import QuestionFacts
from tests.web.conftest import add_person
from tests.web.inspection.uploads import signed_off


def rows_of_documents(lead: User) -> dict[str, dict[str, Any]]:
    """A document that is signed off and shared, and went out with the answer to a question of the visit under way."""
    adds = add_person("quality", name="adds-documents")
    inspector = add_person("inspector", name="reads-documents", access_ends_on=timezone.localdate() + dt.timedelta(9))
    file = signed_off(adds, lead)
    shared = sharing.share(by=adds, user=inspector, file=file)
    visit = Visit.objects.get(state=Visit.State.CALLED)
    asked = dt.datetime(2023, 3, 7, 9, tzinfo=dt.UTC)
    facts = QuestionFacts("How many owls?", "Inge Auk", asked, asked)
    question = keeping.ask(by=adds, visit=visit, facts=facts)
    keeping.answer(by=adds, question=question, sent_to="Inge Auk", sent_at=asked, text="Three", file=file)
    of_document = (
        "document", "change_document", "plan_document", "add_document_version", "document_ready",
        "sign_off_document", "document_back_to_draft", "document_given", "end_document", "want_document_again",
    )  # fmt: skip
    of_question = (
        "question", "change_question", "answer_question", "withdraw_question", "reopen_question",
        "question_for_inspectors",
    )  # fmt: skip
    pages = {
        file.document: of_document,
        file: ("document_file", "file_for_inspectors"),
        visit: ("questions", "ask_question", "export_questions"),
        question: of_question,
        inspector: ("share_with",),
        shared: ("take_back_file",),
    }
    return {f"inspection:{page}": {"pk": row.pk} for row, names in pages.items() for page in names}

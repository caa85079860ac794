"""Makes the made-up readiness of the demonstration: a visit expected and one announced, documents, lists, a rehearsal.

What is made stands in `inspection.toml`. It is made by the functions that people's clicks call; only what lies in the
past has its day written in.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from lineofsight.annex_a.producing import produce
from lineofsight.web.accounts.models import User
from lineofsight.web.actions.models import Action
from lineofsight.web.actions.register import add_action
from lineofsight.web.clock import now, today
from lineofsight.web.improvement.boards import keeping as boards
from lineofsight.web.improvement.boards import meeting as meetings
from lineofsight.web.improvement.models import Attendance, Board, Member
from lineofsight.web.inspection.documents import storing
from lineofsight.web.inspection.documents.starter import Wanted, starter_list
from lineofsight.web.inspection.inspectors.sharing import share
from lineofsight.web.inspection.lists.signing import sign
from lineofsight.web.inspection.models import Document, DocumentChange, DocumentFile, ListSignature, Visit
from lineofsight.web.inspection.questions import keeping as questions
from lineofsight.web.inspection.questions.keeping import QuestionFacts
from lineofsight.web.inspection.rehearsal.keeping import rehearse
from lineofsight.web.inspection.visits import keeping as visits
from lineofsight.web.inspection.visits.parts_keeping import NOBODY, Somebody, name_part
from lineofsight.web.inspection.visits.steps_keeping import finish
from lineofsight.web.serving import Served, serving

HERE = Path(__file__).parent
#: How many days before the day of the records the list of documents was begun, and the planning group.
BEGAN = 200


def make_demonstration_inspection() -> str:
    """Makes it, where the made-up council serves and has none yet; a sentence that says what was done."""
    served = serving()
    if not served.council.snapshot.made_up:
        return "No made-up inspection is made: these are a council's own records."
    if Visit.objects.exists() or Document.objects.exists():
        return "The demonstration has its inspection already."
    if User.objects.filter(made_up=False).exists():
        return "No made-up inspection is made: people who are not made up use this site."
    people = {user.username: user for user in User.objects.filter(made_up=True)}
    produced = produce(served.council, served.council.snapshot.extracted_on, now=now())
    with transaction.atomic():
        making = _Making(served, people)
        making.all(produced.run)
    return f"{Document.objects.count()} documents, a focused visit under way, lists of Annex A, a rehearsal."


class _Making:
    """One run; rows are found again by the codes that the file gives them."""

    def __init__(self, served: Served, people: dict[str, User]) -> None:
        self.served, self.people, self.today = served, people, today()
        self.lead, self.director = people["quality"], people["director"]
        self.data: dict[str, Any] = tomllib.loads((HERE / "inspection.toml").read_text(encoding="utf-8"))

    def all(self, run: Any) -> None:
        for code, (owner, deputy) in self.data["parts"].items():
            name_part(by=self.lead, code=code, owner=self._who(owner), deputy=self._who(deputy))
        expected = self.data["expected"]
        visits.expect_visit(
            by=self.lead, kind_code=expected["kind"], title=expected["title"], window_from=expected["window_from"],
            window_until=expected["window_until"], because=expected["because"],
        )  # fmt: skip
        self._documents()
        self._lists(run)
        self._visit()
        self._planning()
        rehearse(by=self.lead, kind_code=expected["kind"])

    def _who(self, name: str) -> Somebody:
        return (self.people[name], "") if name in self.people else (None, name) if name else NOBODY

    def _day(self, days_on: int) -> dt.date:
        return self.today + dt.timedelta(days=days_on)

    # Documents

    def _documents(self) -> None:
        told = {row["code"]: row for row in self.data["document"]}
        for place, wanted in enumerate(starter_list(), 1):
            self._document(wanted, place, told.get(wanted.code, {}))

    def _document(self, wanted: Wanted, place: int, row: dict[str, Any]) -> None:
        """A document with its past, which the functions of today could not give it."""
        (owner, owner_name), (deputy, deputy_name) = self._who(row.get("owner", "")), self._who(row.get("deputy", ""))
        states = row.get("states", [])
        one = Document.objects.create(
            code=wanted.code, title=wanted.title, section=wanted.section, asked=wanted.asked, unsure=wanted.unsure,
            framework_reference=wanted.framework_reference, confidentiality=wanted.confidentiality,
            due_day=wanted.due_day, place=place, made_by=self.lead, owner=owner, owner_name=owner_name, deputy=deputy,
            deputy_name=deputy_name, state=states[-1][1] if states else Document.State.MISSING,
            plan=row.get("plan", ""), plan_on=self._day(row["plan_in"]) if "plan_in" in row else None,
            review_by=self._day(row["review_in"]) if "review_in" in row else None,
        )  # fmt: skip
        self._state(one, -BEGAN, Document.State.MISSING, None)
        if not states:
            return
        text = f"{one.title}\n\nMade up for the demonstration: no real document.\n"
        stored = storing.store(SimpleUploadedFile(f"{wanted.code}.txt", text.encode()))
        file = DocumentFile.objects.create(
            document=one, number=1, name=stored.name, kind=stored.kind, size=stored.size, sha256=stored.sha256,
            stored=stored.stored, scanned=stored.scanned, as_at=self._day(-states[0][0]),
            made_by=self.people["analyst"],
        )  # fmt: skip
        for days, state in states:
            self._state(one, -days, state, file)

    def _state(self, one: Document, days_on: int, state: str, file: DocumentFile | None) -> None:
        DocumentChange.objects.create(document=one, state=state, on=self._day(days_on), file=file, made_by=self.lead)

    # Lists, and the visit with what was asked

    def _lists(self, run: Any) -> None:
        for number in (1, 3, 7):
            note = "What is to mend is known to the team, and is being mended."
            sign(by=self.lead, run=run, number=number, step=ListSignature.Step.VALID, note=note)
        sign(by=self.director, run=run, number=7, step=ListSignature.Step.RECOGNISED)

    def _visit(self) -> None:
        row = self.data["visit"]
        visit = visits.take_call(
            by=self.lead, kind_code=row["kind"], called_on=row["called_on"], title=row["title"], theme=row["theme"]
        )
        for step in visit.steps.filter(code__in=row["done"]):
            finish(by=self.lead, step=step)
        shared = Document.objects.filter(state=Document.State.SIGNED_OFF)
        inspector = self.people["inspector"]
        for document in list(shared):
            share(by=self.lead, file=document.files.get(), user=inspector)
        for asked in self.data["question"]:
            self._question(visit, asked)

    def _question(self, visit: Visit, row: dict[str, Any]) -> None:
        at = now()
        one = questions.ask(
            by=self.lead,
            visit=visit,
            facts=QuestionFacts(
                kind=row["kind"], text=row["text"], asked_by=row["asked_by"],
                asked_at=at - dt.timedelta(hours=row["hours_ago"]), due_at=at + dt.timedelta(hours=row["due_in_hours"]),
                owner=self.people[row["owner"]], owner_name="",
            ),
        )  # fmt: skip
        file = DocumentFile.objects.get(document__code=row["document"]) if "document" in row else None
        if file is not None or "answer" in row:
            questions.answer(
                by=self.lead, question=one, sent_to=row["asked_by"], text=row.get("answer", ""), file=file,
                sent_at=one.asked_at + dt.timedelta(hours=5),
            )  # fmt: skip

    # The planning group

    def _planning(self) -> None:
        row = self.data["planning"]
        group = boards.add_board(by=self.lead, title=row["title"], kind=Board.Kind.INSPECTION, every=row["every"])
        began = self._day(-BEGAN)
        for name, part in (
            *(("director", Member.Part.CHAIR), ("head.of.service", Member.Part.DEPUTY)),
            *(("quality", Member.Part.MEMBER), ("analyst", Member.Part.MEMBER)),
        ):
            user = self.people[name]
            boards.add_member(by=self.lead, board=group, user=user, part=part, from_on=began, job_title=user.job_title)
        days = [self._day(-days) for days in (*row["held"], *row["planned"])]
        planned = boards.plan_meetings(by=self.lead, board=group, days=days)
        past = [one for one in planned if one.held_on < self.today]
        for one in planned:
            meetings.add_standing_items(by=self.lead, meeting=one)
        for one in past:
            held = meetings.hold(by=self.lead, meeting=one)
            item = held.agenda.all()[3]
            meetings.write_said(by=self.lead, item=item, text=row["said"])
            there = {member.pk: Attendance.There.PRESENT.value for member in boards.members_on(group, one.held_on)}
            meetings.write_attendance(by=self.lead, meeting=held, there=there)
        for action in self.data["action"]:
            add_action(
                by=self.lead, text=action["text"], owner=self.people[action["owner"]], owner_name="",
                due_on=self._day(action["due_in"]), closes_with="", source=Action.Source.MEETING, source_id=past[-1].pk,
            )  # fmt: skip
        for one in past:
            one.refresh_from_db()
            meetings.agree_record(by=self.lead, meeting=one)

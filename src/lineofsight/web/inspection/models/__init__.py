"""What readiness for an inspection is kept in: visits, what is to be done by when, documents, questions, signatures."""

from lineofsight.web.inspection.models.documents import Document, DocumentChange, DocumentFile, FileSeen, SharedFile
from lineofsight.web.inspection.models.lists import ListSignature
from lineofsight.web.inspection.models.questions import Answer, AnswerSeen, Question
from lineofsight.web.inspection.models.rehearsals import Rehearsal, RehearsalPoint
from lineofsight.web.inspection.models.visits import Confidant, Part, ProvisionalJudgement, Visit, VisitStep

__all__ = [
    "Answer",
    "AnswerSeen",
    "Confidant",
    "Document",
    "DocumentChange",
    "DocumentFile",
    "FileSeen",
    "ListSignature",
    "Part",
    "ProvisionalJudgement",
    "Question",
    "Rehearsal",
    "RehearsalPoint",
    "SharedFile",
    "Visit",
    "VisitStep",
]

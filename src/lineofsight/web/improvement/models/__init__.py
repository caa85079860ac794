"""What the improvement of the service is kept in: assurance, plan, boards, risks, self-evaluation, reports."""

from lineofsight.web.improvement.models.assurance import (
    AssuranceSource,
    Finding,
    FindingMistake,
    FindingResponse,
    Judgement,
    LaterVerdict,
)
from lineofsight.web.improvement.models.boards import AgendaItem, Attendance, Board, Decision, Meeting, Member
from lineofsight.web.improvement.models.evaluation import Claim, ClaimEvidence, SelfEvaluation
from lineofsight.web.improvement.models.plan import (
    Followed,
    LinkedIndicator,
    LinkedQuestion,
    Outcome,
    Plan,
    PlanAction,
    PlanEvidence,
    PlanUpdate,
    Theme,
)
from lineofsight.web.improvement.models.reports import Publication, Sentence, WrittenReport
from lineofsight.web.improvement.models.risks import Control, Risk, RiskScore

__all__ = [
    "AgendaItem",
    "AssuranceSource",
    "Attendance",
    "Board",
    "Claim",
    "ClaimEvidence",
    "Control",
    "Decision",
    "Finding",
    "FindingMistake",
    "FindingResponse",
    "Followed",
    "Judgement",
    "LaterVerdict",
    "LinkedIndicator",
    "LinkedQuestion",
    "Meeting",
    "Member",
    "Outcome",
    "Plan",
    "PlanAction",
    "PlanEvidence",
    "PlanUpdate",
    "Publication",
    "Risk",
    "RiskScore",
    "SelfEvaluation",
    "Sentence",
    "Theme",
    "WrittenReport",
]

"""One row of each kind of assurance, risks and self-evaluation, for tests that ask for every page."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from lineofsight.reports import document_kept
from lineofsight.reports.document import Report
from lineofsight.web.accounts.models import User
from lineofsight.web.improvement.assurance import findings, keeping
from lineofsight.web.improvement.assurance.keeping import SourceFacts
from lineofsight.web.improvement.boards import keeping as boards
from lineofsight.web.improvement.boards import meeting as meetings
from lineofsight.web.improvement.evaluation import claims, evidence
from lineofsight.web.improvement.evaluation.keeping import begin_evaluation
from lineofsight.web.improvement.models import Publication, Sentence, WrittenReport
from lineofsight.web.improvement.risks import controls
from lineofsight.web.improvement.risks.controls import ControlFacts
from lineofsight.web.improvement.risks.keeping import RiskFacts, add_risk
from tests.web.improvement.plans import add_action, add_outcome, add_plan

DAY = dt.date(2023, 3, 1)


def rows_of_pages(lead: User) -> dict[str, dict[str, Any]]:
    """The row that stands for `pk` in each page's address."""
    facts = SourceFacts("inspection", "A visit", "Ofsted", DAY, published_on=DAY, framework="ilacs-2023")
    source = keeping.add_source(by=lead, facts=facts)
    (grade,) = keeping.add_judgements(by=lead, source=source, grades={"leaders": "good"})
    (finding,) = findings.add_findings(by=lead, source=source, kind="recommendation", texts=["Watch the nest."])
    scores = {"inherent": (4, 4), "current": (3, 3), "target": (2, 2)}
    facts_of_risk = RiskFacts("A risk", "A cause", "An event", "A consequence", owner_name="Elder Finch")
    risk = add_risk(by=lead, facts=facts_of_risk, review_on=dt.date(2100, 1, 1), scores=scores)
    control = controls.add_control(by=lead, risk=risk, facts=ControlFacts("A fence", "1"))
    evaluation = begin_evaluation(by=lead, title="An evaluation", framework_code="ilacs-2023", as_at=DAY)
    claim = claims.add_claim(
        by=lead, evaluation=evaluation, section="leaders", kind="strength", text="Leaders fly low."
    )
    piece = evidence.add_words(by=lead, claim=claim, kind="voice", text="Families say so", dated_on=DAY)
    pages = {
        source: ("source", "change_source", "grade_source", "add_findings"),
        grade: ("correct_grade",),
        finding: ("finding", "correct_finding", "strike_finding", "answer_finding", "judge_again"),
        risk: (
            "risk", "change_risk", "score_risk", "review_risk", "escalate_risk", "deescalate_risk", "close_risk",
            "reopen_risk", "add_control", "tie_risk", "untie_risk",
        ),
        control: ("change_control", "end_control"),
        evaluation: ("evaluation", "change_evaluation", "agree_evaluation", "evaluation_file", "add_claim"),
        claim: (
            "change_claim", "remove_claim", "claim_figure", "claim_audits", "claim_finding", "claim_words",
        ),
        piece: ("renew_claim_figure", "remove_claim_evidence"),
        **rows_of_boards(lead),
    }  # fmt: skip
    return {f"improvement:{page}": {"pk": row.pk} for row, names in pages.items() for page in names}


def rows_of_boards(lead: User) -> dict[Any, tuple[str, ...]]:
    """A board with a meeting, a plan that it monitors, a report and what went out of it."""
    action = add_action(lead, add_outcome(lead, add_plan(lead)))
    plan = action.outcome.theme.plan
    board = plan.board
    member = board.members.get()
    meeting = boards.plan_meetings(by=lead, board=board, days=[DAY])[0]
    item = meetings.add_item(by=lead, meeting=meeting, title="An item")
    report = WrittenReport.objects.create(kind="scrutiny", title="A report", month="2023-03", made_by=lead)
    own = Sentence.objects.create(report=report, key="own:strengths:1", text="Mine.", edited_by=lead)
    content = document_kept.to_json(Report("A report", "March 2023", "", DAY, DAY, ()))
    out = Publication.objects.create(
        report=report,
        number=1,
        content=content,
        digest=hashlib.sha256(content.encode()).hexdigest(),
        snapshot="s",
        book="b",
        made_by=lead,
    )
    return {
        board: ("board", "change_board", "add_member", "plan_meetings"),
        member: ("end_member",),
        meeting: (
            "meeting", "move_meeting", "cancel_meeting", "standing_items", "add_item", "hold_meeting", "attendance",
            "decide_in_meeting", "meeting_to_do", "agree_record", "correct_record", "build_pack",
        ),
        item: ("change_item", "remove_item", "write_said"),
        report: ("report", "edit_sentence", "add_sentence", "publish_report"),
        own: ("change_sentence",),
        out: ("publication", "rendering"),
        plan: ("plan", "export_plan", "change_plan", "close_plan", "open_plan_again"),
        plan.themes.get(): ("change_theme", "add_outcome"),
        action.outcome: ("change_outcome", "add_plan_action"),
        action: (
            "plan_action", "change_plan_action", "agree_plan_action", "move_plan_action", "update_plan_action",
            "propose_plan_action", "add_plan_data", "add_plan_evidence", "add_plan_milestone",
        ),
    }  # fmt: skip

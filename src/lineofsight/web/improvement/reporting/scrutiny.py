"""The scrutiny report, in the shape that members know: history, infrastructure, figures, audits, assurance, risks.

Every figure is counted; what is said of them is written by rules, and people may change it (`editing.py`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.conf import settings

from lineofsight.calendar import Month
from lineofsight.calendar.months import months_before
from lineofsight.home import Home
from lineofsight.indicators.benchmarking import attribution
from lineofsight.indicators.definitions import Definition
from lineofsight.reports import sentences as rules_of_sentences
from lineofsight.reports import wording
from lineofsight.reports.document import Block, Bullets, Cell, Column, Paragraph, Report, Section, Table
from lineofsight.reports.model import HighlightReport
from lineofsight.reports.numbers import Numbers, versions_of
from lineofsight.web.clock import today
from lineofsight.web.improvement.boards.keeping import chair_of
from lineofsight.web.improvement.models import Board, Finding, Plan, PlanAction, Risk
from lineofsight.web.improvement.reporting import audits, external, measures
from lineofsight.web.improvement.reporting.parts import Part, part
from lineofsight.web.improvement.reporting.risk_table import risk_table
from lineofsight.web.performance.reading import report_served
from lineofsight.web.seen import Seen
from lineofsight.web.surgery.models import Surgery

TITLE = "Improvements in children's social care"
#: What a part is called on the page on which the report is written.
PARTS = {
    "history": "Inspection history",
    "infrastructure": "Improvement infrastructure",
    "preparation": "Inspection preparation",
    "framework": "Practice framework",
    "numbers": "Key numbers",
    "measures": "Key performance indicators",
    "tells": "What our data tells us",
    "focus": "Areas of focus",
    "cycle": "The audit cycle",
    "internal": "Internal assurance",
    "external": "External assurance",
    "strengths": "Key strengths",
    "risks": "Risks and challenges",
    "priorities": "Divisional priorities",
    "words": "The measures in plain words",
}
#: Parts that have nothing of their own until somebody writes in them; they are left out of the report until then.
OWN_WORDS = ("preparation", "framework")


def scrutiny_parts(seen: Seen, month: Month) -> list[Part]:
    """The parts of the scrutiny report of a month, as the rules write them."""
    counted = seen.counted
    report = report_served(seen.served, counted, month)
    numbers = Numbers(report, versions_of(counted.book, month), report.as_at)
    year = audits.audited(months_before(report.as_at, 12) + dt.timedelta(days=1), report.as_at)
    inspections = external.inspections(report.as_at)
    since = inspections[0].held_on if inspections else dt.date.min
    home = Home(settings.LINEOFSIGHT_HOME)
    phrases = rules_of_sentences.phrases_of(home.sentences)
    tells = rules_of_sentences.what_the_data_tells(report, numbers, phrases)
    focus = rules_of_sentences.areas_of_focus(report, numbers, phrases)
    nothing = Paragraph(("Nothing is said by rule: no measure calls for it.",), "note")
    return [
        Part("history", (external.inspection_section(report.as_at),)),
        part("infrastructure", PARTS["infrastructure"], *_infrastructure(numbers, report, year)),
        part("preparation", PARTS["preparation"]),
        part("framework", PARTS["framework"]),
        part("numbers", f"{PARTS['numbers']}, {wording.moment(report)}", measures.key_numbers(numbers, home)),
        part("measures", PARTS["measures"], *_measures(numbers, report)),
        part(
            "tells",
            PARTS["tells"],
            Bullets(tuple(each.paragraph for each in tells)) if tells else nothing,
            why=tuple((each.key, each.rule) for each in tells),
        ),
        part(
            "focus",
            PARTS["focus"],
            Bullets(tuple(each.paragraph for each in focus)) if focus else nothing,
            why=tuple((each.key, each.rule) for each in focus),
        ),
        part("cycle", PARTS["cycle"], *audits.cycle_blocks(year, numbers)),
        part("internal", PARTS["internal"], *audits.audit_blocks(year, numbers)),
        Part(
            "external",
            (
                Section(PARTS["external"], tuple(_external(since, report.as_at))),
                *external.outside_sections(since, report.as_at),
            ),
        ),
        part("strengths", PARTS["strengths"], *_strengths(since, report.as_at)),
        part("risks", PARTS["risks"], *_risks(report.as_at)),
        part("priorities", PARTS["priorities"], *_priorities()),
        part("words", PARTS["words"], _in_plain_words(seen, numbers, report, month)),
    ]


def scrutiny_report(seen: Seen, month: Month, title: str, parts: list[Part]) -> Report:
    """The report of these parts. Parts without anything in them are left out."""
    report = report_served(seen.served, seen.counted, month)
    sections = [section for one in parts for section in one.sections if section.blocks]
    return Report(
        title=title,
        subtitle=f"Report to members, {wording.moment(report)}",
        council=report.council,
        as_at=report.as_at,
        made_on=today(),
        sections=tuple(sections),
        provenance=(wording.provenance(report), attribution()),
        made_up=report.made_up,
        kind="scrutiny",
    )


def _infrastructure(numbers: Numbers, report: HighlightReport, year: audits.Audited) -> Iterator[Block]:
    items = []
    for board in Board.objects.filter(ended_on=None).exclude(kind=Board.Kind.SCRUTINY):
        chair = chair_of(board, report.as_at)
        called = f"{board.title} ({board.short})" if board.short and board.short != board.title else board.title
        said = f"{called}{f', chaired by {_part_of(chair)}' if chair else ''}"
        if board.every:
            said += f". It meets {board.every[0].lower()}{board.every[1:].rstrip('.')}"
        items.append(Paragraph((said,), key=f"board:{board.pk}"))
    for plan in Plan.objects.filter(closed_at=None, starts_on__lte=report.as_at).select_related("board"):
        actions = PlanAction.objects.filter(outcome__theme__plan=plan).exclude(state="withdrawn").count()
        items.append(
            Paragraph(
                (
                    f"{plan.title}, monitored by the {plan.board.called}: ",
                    numbers.of_work(actions, f"actions of the plan “{plan.title}”"),
                    " actions",
                ),
                key=f"plan:{plan.pk}",
            )
        )
    held = Surgery.objects.filter(
        state=Surgery.State.HELD, held_on__gt=months_before(report.as_at, 12), held_on__lte=report.as_at
    ).count()
    items.append(
        Paragraph(
            ("The highlight report of ", numbers.of_report(len(report.rows), "measures of the highlight report"),
             " measures is made and scrutinised every month"),
            key="infrastructure:report",
        )
    )  # fmt: skip
    if year.cycles:
        items.append(
            Paragraph(
                (f"Practice is audited in cycles{audits.rhythm(year.cycles)}. Cases are audited and moderated with "
                 "Ofsted's grades: ",
                 audits.given_in(year, numbers), f" {'case' if len(year.audits) == 1 else 'cases'} in twelve months"),
                key="infrastructure:audits",
            )
        )  # fmt: skip
    if held:
        items.append(
            Paragraph(
                ("Performance surgeries look at live data of single children: ",
                 numbers.of_work(held, "performance surgeries held in twelve months"), " in the last twelve months"),
                key="infrastructure:surgeries",
            )
        )  # fmt: skip
    yield Bullets(tuple(items))


def _part_of(chair: object) -> str:
    title = getattr(chair, "job_title", "")
    return f"the {title[0].lower()}{title[1:]}" if title else getattr(chair, "who", "")


def _measures(numbers: Numbers, report: HighlightReport) -> Iterator[Block]:
    yield from rules_of_sentences.summary(report, numbers)
    caption = f"Highlight indicators, {wording.moment(report)}"
    yield measures.indicator_table(numbers, report.groups, caption)


def _external(since: dt.date, until: dt.date) -> Iterator[Block]:
    found = external.outside(since, until)
    if not found:
        yield Paragraph(("Nobody from outside has looked at the service since the last inspection.",))
        return
    yield Paragraph(("Since the last inspection people from outside have looked at the service:",))
    yield Bullets(tuple(Paragraph((source.title,)) for source in found))


def _strengths(since: dt.date, until: dt.date) -> Iterator[Block]:
    found = Finding.objects.filter(
        kind=Finding.Kind.STRENGTH, mistake=None, source__held_on__gt=since, source__held_on__lte=until
    ).select_related("source")
    if found:
        yield Paragraph(("Named as strengths by those who looked at the service:",))
        yield Bullets(
            tuple(Paragraph((f"{one.text} ({one.source.title})",), key=f"strength:{one.pk}") for one in found)
        )


def _risks(on: dt.date) -> Iterator[Block]:
    found = Risk.objects.filter(state=Risk.State.OPEN).prefetch_related("scores", "controls", "actions")
    if not found:
        yield Paragraph(("No risk stands in the register.",))
        return
    yield Bullets(tuple(Paragraph((_risk(one),), key=f"risk:{one.pk}") for one in found))
    yield risk_table(found, on)


def _risk(risk: Risk) -> str:
    event = risk.event.strip().rstrip(".")
    actions = [action.title for action in risk.actions.all() if action.state != "withdrawn"]
    said = f"{risk.title}: {event[0].lower()}{event[1:]}." if event else f"{risk.title}."
    return f"{said} In the plan: {'; '.join(actions)}." if actions else said


def _priorities() -> Iterator[Block]:
    found = audits.priorities()
    if found:
        yield Bullets(tuple(Paragraph((one,), key=f"priority:{place}") for place, one in enumerate(found, 1)))


def _in_plain_words(seen: Seen, numbers: Numbers, report: HighlightReport, month: Month) -> Table:
    """What each measure says, whether high or low is good, and its figure in numbers of children."""
    rows = []
    for row in report.rows:
        definition = seen.counted.book.at("indicator", row.ref, month)
        of = _one_in_words(definition)
        parts: tuple = (numbers.current(row),)  # type: ignore[type-arg]
        if row.unit == "percent" and row.current.numerator is not None:
            parts = (
                numbers.part(row, "numerator"), " of ", numbers.part(row, "denominator"), f" {of}: ", *parts,
            )  # fmt: skip
        rows.append(
            (
                Cell((wording.named(row.ref, row.title),)),
                Cell((definition.text("good"),)),
                Cell((wording.direction(row) or "neither high nor low is good by itself",)),
                Cell(parts),
            )
        )
    columns = (
        Column("Measure", width=3), Column("What good looks like", width=4), Column("Which way", width=2),
        Column("Now", width=3),
    )  # fmt: skip
    return Table("What each measure means", columns, tuple(rows))


def _one_in_words(definition: Definition) -> str:
    one = str(definition.header.get("one_row_for", "case"))
    return {"child": "children", "young person": "young people"}.get(one, f"{one}s")

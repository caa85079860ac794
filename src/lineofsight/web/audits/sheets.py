"""What a reader writes of a case: each answer saved by itself, from any number of windows, and no word of it ever lost.

An answer has a revision. Who saves says which revision they began from: where another window has saved a newer one
since, that one stands and theirs is kept beside it, until the writer has chosen. Each value that was ever saved stays
in `Saved`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.audits import rules
from lineofsight.web.audits.grades import Feedback, Grade
from lineofsight.web.audits.models import Audit, Saved, Sheet
from lineofsight.web.audits.steps import AUDIT_STEPS
from lineofsight.web.audits.tools import Content, fields, read_content
from lineofsight.web.changing import check_step, keep, locked
from lineofsight.web.clock import now

LONGEST = 20_000


@dataclass(frozen=True)
class Field:
    """One answer of a sheet: its kind, what it is called, and what may be chosen, as (code, words)."""

    kind: str
    label: str
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False


YES_NO = (("yes", "Yes"), ("no", "No"))
#: What the form itself asks beside the tool: of the practitioner, the child and the family.
OWN = {
    "practitioner.took_part": Field("choice", "The practitioner took part in the audit", YES_NO, required=True),
    "practitioner.why_not": Field("text", "Why the practitioner did not take part"),
    "practitioner.reflection": Field("text", "What the practitioner says of the work"),
    "child.status": Field("choice", "The child's feedback", tuple(Feedback.choices), required=True),
    "child.why": Field("text", "Why there is none, or how it was sought"),
    "child.said": Field("text", "What the child says"),
    "family.status": Field("choice", "The family's feedback", tuple(Feedback.choices), required=True),
    "family.why": Field("text", "Why there is none, or how it was sought"),
    "family.said": Field("text", "What the family says"),
}
WHOLE = {
    "overall.grade": Field("choice", "Overall grade", tuple(Grade.choices), required=True),
    "overall.reasons": Field("text", "Why this grade", required=True),
}
THEMES = ("themes.strengths", "themes.developments")
KEPT, BOTH, DROPPED = "this", "both", "none"


@dataclass(frozen=True)
class Kept:
    """What became of a save: the revision and value that stand now; `beside` where the saved value was put aside."""

    revision: int
    value: Any
    beside: bool = False


def content_of(sheet: Sheet) -> Content:
    """The tool that a sheet is written with: that of its cycle, of an external check its own."""
    cycle = sheet.of_check or sheet.audit.cycle
    version = cycle.tool_version
    if version is None:
        raise Refused("This cycle has no tool yet: it is fixed when the sample is drawn.")
    return read_content(version.content)


def fields_of(sheet: Sheet, content: Content | None = None) -> dict[str, Field]:
    """Every answer that a sheet may hold, by key: of a reading, the grades of the sections and the whole."""
    content = content or content_of(sheet)
    asked = {
        key: Field(one.kind, one.label, tuple(one.choices), one.required)
        for key, one in fields(content, sheet.audit.cohort).items()
    }
    if sheet.purpose != Sheet.Purpose.AUDIT:
        return {key: field for key, field in asked.items() if field.kind == "grade"} | WHOLE
    themes = tuple((theme.code, theme.title) for theme in rules.themes().values())
    listed = {
        THEMES[0]: Field("list", "What is strong here", themes),
        THEMES[1]: Field("list", "What is to be developed", themes),
    }
    return {**asked, **({} if content.without_feedback else OWN), **listed, **WHOLE}


def value_of(sheet: Sheet, key: str) -> Any:
    """The answer that stands; empty where there is none."""
    answer = sheet.answers.get(key)
    return answer["value"] if answer else ""


def revision_of(sheet: Sheet, key: str) -> int:
    answer = sheet.answers.get(key)
    return int(answer["revision"]) if answer else 0


def check_can_write(user: User, sheet: Sheet) -> None:
    """Refused where this person can't write on this sheet now."""
    if sheet.writer_id != user.pk:
        raise Refused("Somebody else writes this.")
    if sheet.state not in (Sheet.State.WAITING, Sheet.State.OPEN):
        raise Refused(f"It is {sheet.get_state_display().lower()}: it can't be changed now.")
    audit = sheet.audit
    wanted = {
        Sheet.Purpose.AUDIT: (Audit.State.ALLOCATED, Audit.State.DRAFTING),
        Sheet.Purpose.MODERATION: (Audit.State.MODERATION,),
    }.get(Sheet.Purpose(sheet.purpose))
    if wanted and audit.state not in wanted:
        raise Refused(f"The audit stands at “{audit.get_state_display()}”: it can't be written on now.")


def save_answer(*, by: User, sheet: Sheet, key: str, value: Any, began_from: int, window: str = "") -> Kept:
    """Saves one answer. `began_from`: the revision that the window showed; `window` tells windows apart.

    Refused for an unknown key or value, or where the sheet can't be written on; nothing is changed then.
    """
    with transaction.atomic():
        locked(sheet.audit)  # always before its sheets
        now_ = locked(sheet)
        check_can_write(by, now_)
        value = _read_value(fields_of(now_), key, value)
        stands, revision = value_of(now_, key), revision_of(now_, key)
        if value == stands or (not value and not stands):
            return Kept(revision, stands)
        last = now_.answers.get(key, {}).get("window", "")
        follows = (
            began_from == revision
            or (window and last == window)  # its own answer came in, and the word of that was lost on the way
            or not stands
            or (isinstance(value, str) and isinstance(stands, str) and value.startswith(stands))
        )
        if not follows:
            waiting = Saved.objects.filter(sheet=now_, key=key, beside=True, settled=False)
            if not any(one.value == value for one in waiting):
                waiting.exclude(window="").filter(window=window[:40]).update(settled=True)  # it writes on, in the same
                Saved.objects.create(
                    sheet=now_, key=key, value=value, revision=began_from, beside=True, by=by, window=window[:40]
                )
            return Kept(revision, stands, beside=True)
        _put(now_, key, value, by, window)
        _begin(by, now_)
        now_.save()
    return Kept(revision + 1, value)


def _put(sheet: Sheet, key: str, value: Any, by: User, window: str) -> None:
    revision = revision_of(sheet, key) + 1
    sheet.answers[key] = {"value": value, "revision": revision, "window": window[:40]}
    Saved.objects.create(sheet=sheet, key=key, value=value, revision=revision, by=by, window=window[:40])


def _begin(by: User, sheet: Sheet) -> None:
    """The first word begins a sheet, and an audit with it."""
    if sheet.state != Sheet.State.WAITING:
        return
    sheet.state, sheet.began_at = Sheet.State.OPEN, now()
    if sheet.purpose == Sheet.Purpose.AUDIT:
        audit = locked(sheet.audit)
        if audit.state == Audit.State.ALLOCATED:
            step = check_step(AUDIT_STEPS, "begin", audit.state, audit.get_state_display())
            audit.state = Audit.State.DRAFTING
            keep(audit)
            record_change(by=by, did=step.did, subject=str(audit.pk), person_id=audit.person_id)


def beside_of(sheet: Sheet) -> dict[str, list[Saved]]:
    """What other windows wrote and the writer hasn't chosen of yet, by key."""
    found: dict[str, list[Saved]] = {}
    for one in Saved.objects.filter(sheet=sheet, beside=True, settled=False).order_by("pk"):
        found.setdefault(one.key, []).append(one)
    return found


def settle_beside(*, by: User, sheet: Sheet, saved: Saved, choice: str, began_from: int | None = None) -> None:
    """Chooses of two windows' words: the ones put aside (`this`), both one after the other, or those that stand."""
    with transaction.atomic():
        locked(sheet.audit)
        now_ = locked(sheet)
        check_can_write(by, now_)
        one = Saved.objects.select_for_update().get(pk=saved.pk, sheet=now_, beside=True)
        if one.settled:
            return
        stands = value_of(now_, one.key)
        if began_from is not None and began_from != revision_of(now_, one.key):
            raise Refused("What stands there was changed since you opened the page: read it, then choose again.")
        if choice == KEPT:
            _put(now_, one.key, one.value, by, "")
        elif choice == BOTH and isinstance(stands, str) and isinstance(one.value, str):
            both = f"{stands}\n\n{one.value}"
            if len(both) > LONGEST:
                raise Refused(
                    f"Both together are longer than {LONGEST:,} characters: shorten what stands, then keep both."
                )
            _put(now_, one.key, both, by, "")
        elif choice == BOTH and isinstance(stands, list):
            _put(now_, one.key, list(dict.fromkeys([*stands, *one.value])), by, "")
        elif choice != DROPPED:
            raise Refused("Choose which words stay.")
        one.settled = True
        one.save(update_fields=["settled"])
        now_.save()


def _read_value(known: Mapping[str, Field], key: str, value: Any) -> Any:
    field = known.get(key)
    if field is None:
        raise Refused("The tool asks no such question of this case.")
    if field.kind == "list":
        codes = [code for code, _ in field.choices]
        if not isinstance(value, list) or not all(each in codes for each in value):
            raise Refused(f"{field.label}: choose from the list.")
        return [code for code in codes if code in value]
    if not isinstance(value, str):
        raise Refused(f"{field.label}: must be a text.")
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if len(value) > LONGEST:
        raise Refused(f"{field.label}: at most {LONGEST:,} characters.")
    if not value or field.kind in ("text", "evidence"):
        return value
    if value not in {code for code, _ in field.choices}:
        raise Refused(f"{field.label}: choose one of those that are offered.")
    return value


# What is still to be said


def graded_sections(sheet: Sheet, content: Content) -> dict[str, str]:
    """The sections that have one of the four grades on a sheet, by key."""
    found = {}
    for section in content.for_cohort(sheet.audit.cohort):
        grade = value_of(sheet, f"{section.key}.grade")
        if section.graded and grade in Grade.values:
            found[section.key] = grade
    return found


def missing_from(sheet: Sheet, content: Content) -> list[tuple[str, str]]:
    """What a sheet still needs before it can be given in: (key of the field, sentence)."""
    known = fields_of(sheet, content)
    lacks: list[tuple[str, str]] = []
    is_audit = sheet.purpose == Sheet.Purpose.AUDIT

    def want(key: str, sentence: str) -> None:
        if key in known and not value_of(sheet, key):
            lacks.append((key, sentence))

    for section in content.for_cohort(sheet.audit.cohort):
        grade = f"{section.key}.grade"
        if section.graded and is_audit:
            want(grade, f"{section.title}: grade it, or say that it is not applicable.")
            if value_of(sheet, grade) == Grade.INADEQUATE:
                want(f"{section.key}.better", f"{section.title}: it is Inadequate, so say what would make it better.")
        if is_audit:
            for question in section.questions:
                if question.required:
                    want(f"{section.key}.{question.key}", f"{section.title}: {question.text}")
    if is_audit and "practitioner.took_part" in known:
        want("practitioner.took_part", "Say whether the practitioner took part.")
        if value_of(sheet, "practitioner.took_part") == "no":
            want("practitioner.why_not", "Say why the practitioner did not take part.")
        for who in ("child", "family"):
            want(f"{who}.status", f"Say whether there is feedback of the {who}.")
            status = value_of(sheet, f"{who}.status")
            if status == Feedback.OBTAINED:
                want(f"{who}.said", f"Write what the {who} said.")
            elif status:
                want(f"{who}.why", f"Say why there is no feedback of the {who}.")
    want("overall.grade", "Give the overall grade.")
    want("overall.reasons", "Say why this is the overall grade.")
    lacks += _limits(sheet, content)
    if beside_of(sheet):
        lacks.append(("", "Two windows have written different words: choose which stay."))
    return lacks


def _limits(sheet: Sheet, content: Content) -> list[tuple[str, str]]:
    """Sections that keep the overall grade below Good, where the council's rule says so."""
    if value_of(sheet, "overall.grade") not in (Grade.GOOD, Grade.OUTSTANDING):
        return []
    titles = {section.key: section.title for section in content.for_cohort(sheet.audit.cohort)}
    return [
        ("overall.grade", f"{titles[key]} is Inadequate: the overall grade can't be Good or Outstanding.")
        for key in rules.setting("limiting_sections")
        if key in titles and value_of(sheet, f"{key}.grade") == Grade.INADEQUATE
    ]

"""What an audit tool holds: sections and questions, which of them are asked of which child, and what may be answered.

A tool is plain data. It is read from a shipped file or from `ToolVersion.content` (`read_content`), and written as JSON
(`written`). An answer's key is SECTION.QUESTION; a graded section has four answers by itself (`GRADED`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from dataclasses import fields as fields_of
from typing import Any

from lineofsight.problems import Refused
from lineofsight.web.audits.grades import Cohort, Grade, NoGrade

#: The kinds of a question, in words.
KINDS = {
    "yes_no": "Yes, no or not applicable",
    "choice": "One of several answers",
    "text": "Words",
    "evidence": "Where the evidence is",
}
YES_NO = {"yes": "Yes", "no": "No", "not_applicable": "Not applicable"}
#: What a graded section asks by itself: key, kind and label.
GRADED = (
    ("grade", "grade", "Grade"),
    ("strengths", "text", "Strengths"),
    ("better", "text", "What would make it better"),
    ("evidence", "evidence", "Evidence: where in the record it is"),
)
GRADES = {**dict(Grade.choices), **dict(NoGrade.choices)}
#: Keys that the audit's own form uses, so that no section may have them; those of GRADED, so that no question may.
RESERVED_SECTIONS = frozenset({"practitioner", "child", "family", "overall", "themes"})
RESERVED_QUESTIONS = frozenset(key for key, _, _ in GRADED)

MOST_SECTIONS, MOST_QUESTIONS, MOST_OPTIONS = 40, 60, 12
LONGEST_TITLE, LONGEST_TEXT, LONGEST_GUIDANCE, LONGEST_OPTION, LONGEST_ANSWER = 150, 500, 4_000, 100, 20_000
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True)
class Question:
    """One question. `options`: what a choice offers. `cohorts`: whom it is asked of; empty is everybody."""

    key: str
    kind: str
    text: str
    guidance: str = ""
    options: tuple[str, ...] = ()
    required: bool = False
    cohorts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A part of a tool. A graded one asks for a grade, strengths, what would make it better, and evidence by itself."""

    key: str
    title: str
    guidance: str
    graded: bool
    cohorts: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()

    def question(self, key: str) -> Question | None:
        return next((each for each in self.questions if each.key == key), None)


@dataclass(frozen=True)
class Content:
    """All that a version of a tool says. `without_feedback`: practitioner, child and family are not asked."""

    about: str
    sections: tuple[Section, ...]
    without_feedback: bool = False

    def section(self, key: str) -> Section | None:
        return next((each for each in self.sections if each.key == key), None)

    def for_cohort(self, cohort: str) -> tuple[Section, ...]:
        """The sections that are asked of a child of a cohort, each with the questions that are.

        A section that is not graded, and none of whose questions is asked of the child, is left out.
        """
        found = []
        for section in self.sections:
            if _is_for(section.cohorts, cohort):
                asked = tuple(each for each in section.questions if _is_for(each.cohorts, cohort))
                if asked or section.graded:
                    found.append(replace(section, questions=asked))
        return tuple(found)


@dataclass(frozen=True)
class Field:
    """One answer: its kind (grade, text, yes_no, choice, evidence), what it is called, and the values that it may have.

    `options` is empty where any words may be. `section` is the title of its section.
    """

    kind: str
    label: str
    options: tuple[str, ...]
    required: bool
    section: str = ""

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The values that it may have, each with its words, as a form offers them."""
        return [(value, self.in_words(value)) for value in self.options]

    def accepts(self, value: object) -> bool:
        """Whether a value may be saved as this answer; empty is not answered yet, which every answer may be.

        >>> Field("yes_no", "Was the child seen?", ("yes", "no", "not_applicable"), True).accepts("perhaps")
        False
        """
        if not isinstance(value, str) or "\0" in value:
            return False
        return not value or (value in self.options if self.options else len(value) <= LONGEST_ANSWER)

    def in_words(self, value: str) -> str:
        """An answer as people read it: "Requires improvement to be good" for `requires_improvement`."""
        words = {"grade": GRADES, "yes_no": YES_NO}.get(self.kind, {})
        return str(words.get(value, value))


def fields(content: Content, cohort: str) -> dict[str, Field]:
    """Every answer that the tool asks for of a child of a cohort, by key, in the order in which it is asked."""
    found: dict[str, Field] = {}
    for section in content.for_cohort(cohort):
        for question in section.questions:
            options = tuple(YES_NO) if question.kind == "yes_no" else question.options
            found[f"{section.key}.{question.key}"] = Field(
                question.kind, question.text, options, question.required, section.title
            )
        for key, kind, label in GRADED if section.graded else ():
            is_grade = kind == "grade"
            options = tuple(GRADES) if is_grade else ()
            found[f"{section.key}.{key}"] = Field(kind, label, options, is_grade, section.title)
    return found


def is_key(text: str) -> bool:
    """Whether a text can be the key of a section, a question or a tool."""
    return _KEY.fullmatch(text) is not None


def key_from(title: str, taken: Iterable[str] = ()) -> str:
    """A key made from a title, other than those that are taken.

    >>> key_from("The child's voice", taken=["the_child_s_voice"])
    'the_child_s_voice_2'
    """
    plain = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_").lstrip("0123456789_")[:36].strip("_") or "part"
    used = set(taken)
    return next(key for key in (plain, *(f"{plain}_{number}" for number in range(2, 1000))) if key not in used)


# Reading and writing


def read_content(mapping: Mapping[str, Any]) -> Content:
    """A tool that can be used. Refused, with the place ("section 3, question 2: ..."), where something is wrong."""
    content = read_draft(mapping)
    check_can_be_used(content)
    return content


def written(content: Content) -> dict[str, Any]:
    """A tool as JSON. `read_content` gives back the same.

    >>> written(Content("How plans are made", ()))
    {'about': 'How plans are made', 'sections': [], 'without_feedback': False}
    """
    found: dict[str, Any] = _plain(asdict(content))
    return found


def check_can_be_used(content: Content) -> None:
    """Refused, with the place, where a tool has nothing to ask, or nothing for the children of some cohort."""
    if not content.sections:
        raise Refused("The tool has no section yet: add one.")
    for number, section in enumerate(content.sections, 1):
        if not section.graded and not section.questions:
            raise Refused(
                f"section {number}: “{section.title}” asks nothing: have it graded, give it a question or remove it."
            )
    for cohort in Cohort:
        if not content.for_cohort(cohort):
            raise Refused(
                f"Of a child under “{cohort.label}” nothing is asked: add a section that is for all children."
            )


def read_draft(mapping: Mapping[str, Any]) -> Content:
    """A tool that may still lack something, as a draft does. Refused where what it has is wrong."""
    _known(mapping, Content, "the tool")
    rows = _rows(mapping.get("sections", []), "sections", MOST_SECTIONS)
    sections = tuple(_section(row, f"section {number}") for number, row in enumerate(rows, 1))
    _once((each.key for each in sections), "section")
    return Content(
        about=_text(mapping, "about", "the tool", LONGEST_GUIDANCE, needed=False),
        sections=sections,
        without_feedback=_truth(mapping, "without_feedback", "the tool"),
    )


def _section(row: Mapping[str, Any], place: str) -> Section:
    _known(row, Section, place)
    rows = _rows(row.get("questions", []), f"{place}: questions", MOST_QUESTIONS)
    section = Section(
        key=_key(row, place, RESERVED_SECTIONS),
        title=_text(row, "title", place, LONGEST_TITLE),
        guidance=_text(row, "guidance", place, LONGEST_GUIDANCE, needed=False),
        graded=_truth(row, "graded", place),
        cohorts=_cohorts(row, place),
        questions=tuple(_question(each, f"{place}, question {number}") for number, each in enumerate(rows, 1)),
    )
    _once((each.key for each in section.questions), f"{place}, question")
    for number, question in enumerate(section.questions, 1):
        if section.cohorts and question.cohorts and not set(section.cohorts) & set(question.cohorts):
            raise Refused(
                f"{place}, question {number}: is asked of nobody, for its section is not asked of its children."
            )
    return section


def _question(row: Mapping[str, Any], place: str) -> Question:
    _known(row, Question, place)
    kind = row.get("kind")
    if kind not in KINDS:
        raise Refused(f"{place}: kind must be one of {', '.join(KINDS)}, and is “{kind}”.")
    options = tuple(
        _checked(each, f"{place}: answer {number}", LONGEST_OPTION)
        for number, each in enumerate(_list(row.get("options", ()), f"{place}: options"), 1)
    )
    if kind == "choice":
        if not 2 <= len(options) <= MOST_OPTIONS:
            raise Refused(f"{place}: a choice has from 2 to {MOST_OPTIONS} answers, each of them once.")
        _once(options, f"{place}: answer")
    elif options:
        raise Refused(f"{place}: answers to choose from are for a choice alone, and this is “{KINDS[kind]}”.")
    return Question(
        key=_key(row, place, RESERVED_QUESTIONS),
        kind=kind,
        text=_text(row, "text", place, LONGEST_TEXT),
        guidance=_text(row, "guidance", place, LONGEST_GUIDANCE, needed=False),
        options=options,
        required=_truth(row, "required", place),
        cohorts=_cohorts(row, place),
    )


def _known(row: Mapping[str, Any], kind: type, place: str) -> None:
    if not isinstance(row, Mapping):
        raise Refused(f"{place}: must be a table of names and values.")
    names = [field.name for field in fields_of(kind)]
    unknown = [str(name) for name in row if name not in names]
    if unknown:
        raise Refused(f"{place}: there is no “{unknown[0]}”: there are {', '.join(names)}.")


def _rows(value: object, place: str, most: int) -> Sequence[Any]:
    rows = _list(value, place)
    if len(rows) > most:
        raise Refused(
            f"{place}: are {len(rows)}, of {most} at most: take some out, or make a tool of their own of them."
        )
    return rows


def _list(value: object, place: str) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise Refused(f"{place}: must be a list.")
    return value


def _text(row: Mapping[str, Any], name: str, place: str, longest: int, *, needed: bool = True) -> str:
    if not needed and not row.get(name):
        return ""
    if name not in row:
        raise Refused(f"{place}: has no {name}.")
    return _checked(row[name], f"{place}: {name}", longest)


def _checked(value: object, place: str, longest: int) -> str:
    if not isinstance(value, str):
        raise Refused(f"{place}: must be words.")
    text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        raise Refused(f"{place}: is empty.")
    if "\0" in text:
        raise Refused(f"{place}: holds a character that can't be kept: type it again.")
    if len(text) > longest:
        raise Refused(f"{place}: has {len(text):,} characters, of {longest:,} at most: shorten it.")
    return text


def _truth(row: Mapping[str, Any], name: str, place: str) -> bool:
    value = row.get(name, False)
    if not isinstance(value, bool):
        raise Refused(f"{place}: {name} must be true or false.")
    return value


def _key(row: Mapping[str, Any], place: str, reserved: frozenset[str]) -> str:
    key = row.get("key")
    if not isinstance(key, str) or not is_key(key):
        raise Refused(
            f"{place}: its short name must begin with a small letter and have small letters, digits and _ alone, "
            f"40 of them at most; “{key}” does not."
        )
    if key in reserved:
        raise Refused(f"{place}: the short name “{key}” is used by the audit form itself: choose another.")
    return key


def _cohorts(row: Mapping[str, Any], place: str) -> tuple[str, ...]:
    """Cohorts in the order of `Cohort`, whichever way they are written."""
    named = _list(row.get("cohorts", ()), f"{place}: cohorts")
    for each in named:
        if each not in Cohort.values:
            raise Refused(f"{place}: there is no cohort “{each}”: there are {', '.join(Cohort.values)}.")
    return tuple(value for value in Cohort.values if value in named)


def _once(keys: Iterable[str], place: str) -> None:
    seen: set[str] = set()
    for number, key in enumerate(keys, 1):
        if key in seen:
            raise Refused(f"{place} {number}: “{key}” is there already.")
        seen.add(key)


def _plain(value: Any) -> Any:
    """With lists in place of tuples, as JSON gives it back."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def _is_for(cohorts: tuple[str, ...], cohort: str) -> bool:
    return not cohorts or cohort in cohorts

"""What changed between two versions of an audit tool, in words that somebody who reads audits understands."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from lineofsight.web.audits.grades import Cohort
from lineofsight.web.audits.tools import KINDS, Content, Question, Section

SAME, OUT, IN = "same", "out", "in"


@dataclass(frozen=True)
class Piece:
    """Some words of a text: the same in both, taken out, or put in."""

    how: str
    text: str


@dataclass(frozen=True)
class Difference:
    """One thing that changed: where, what became of it ("added", "taken out", "moved", or which part of it changed).

    `pieces` are the words, those taken out beside those put in.
    """

    place: str
    what: str
    pieces: tuple[Piece, ...] = ()


def differences(old: Content, new: Content) -> list[Difference]:
    """Everything that differs between two contents, in the order of the newer one; nothing where they are the same.

    >>> from lineofsight.web.audits.tools import Section
    >>> differences(Content("", ()), Content("", (Section("safety", "Safety now", "", True),)))[0].what
    'section added'
    """
    found = _parts("The tool", [("what it is for", old.about, new.about)])
    if old.without_feedback != new.without_feedback:
        was_asked, is_asked = _feedback(old.without_feedback), _feedback(new.without_feedback)
        found += _parts("The tool", [("feedback", was_asked, is_asked)])
    moved = _moved([each.key for each in old.sections], [each.key for each in new.sections])
    for section in new.sections:
        place = f"Section “{section.title}”"
        was = old.section(section.key)
        if was is None:
            found.append(Difference(place, "section added", (Piece(IN, _says(section)),)))
            continue
        if section.key in moved:
            found.append(Difference(place, "moved to another place"))
        found += _in_section(place, was, section)
    gone = [each for each in old.sections if new.section(each.key) is None]
    found += [Difference(f"Section “{each.title}”", "section taken out", (Piece(OUT, _says(each)),)) for each in gone]
    return found


def words_between(old: str, new: str) -> tuple[Piece, ...]:
    """The words of two texts as one: those that stayed, those taken out and those put in.

    >>> [(piece.how, piece.text) for piece in words_between("Is there a plan?", "Is there a good plan?")]
    [('same', 'Is there a '), ('in', 'good '), ('same', 'plan?')]
    """
    before, after = re.findall(r"\s+|\S+", old), re.findall(r"\s+|\S+", new)
    found: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece(SAME, "".join(before[i1:i2])))
            continue
        found += [Piece(OUT, "".join(before[i1:i2]))] if i2 > i1 else []
        found += [Piece(IN, "".join(after[j1:j2]))] if j2 > j1 else []
    return tuple(found)


def cohorts_in_words(cohorts: Sequence[str]) -> str:
    """Whom something is asked of: "all children", or the cohorts."""
    return ", ".join(str(Cohort(each).label) for each in cohorts) or "all children"


def _in_section(place: str, old: Section, new: Section) -> list[Difference]:
    found = _parts(
        place,
        [
            ("title", old.title, new.title),
            ("guidance", old.guidance, new.guidance),
            ("grade", _grade(old), _grade(new)),
            ("asked of", cohorts_in_words(old.cohorts), cohorts_in_words(new.cohorts)),
        ],
    )
    moved = _moved([each.key for each in old.questions], [each.key for each in new.questions])
    for number, question in enumerate(new.questions, 1):
        where = f"{place}, question {number} ({question.key})"
        was = old.question(question.key)
        if was is None:
            found.append(Difference(where, "question added", (Piece(IN, _asks(question)),)))
            continue
        if question.key in moved:
            found.append(Difference(where, "moved to another place"))
        found += _parts(
            where,
            [
                ("question", was.text, question.text),
                ("guidance", was.guidance, question.guidance),
                ("kind of answer", KINDS[was.kind], KINDS[question.kind]),
                ("answers to choose from", "; ".join(was.options), "; ".join(question.options)),
                ("must be answered", _yes(was.required), _yes(question.required)),
                ("asked of", cohorts_in_words(was.cohorts), cohorts_in_words(question.cohorts)),
            ],
        )
    for each in old.questions:
        if new.question(each.key) is None:
            found.append(Difference(f"{place}, {each.key}", "question taken out", (Piece(OUT, _asks(each)),)))
    return found


def _parts(place: str, parts: list[tuple[str, str, str]]) -> list[Difference]:
    return [Difference(place, f"{name} changed", words_between(was, now)) for name, was, now in parts if was != now]


def _moved(old: list[str], new: list[str]) -> set[str]:
    """The keys that are in both and no longer in the order in which they were: as few as explain it."""
    places = [(old.index(key), key) for key in new if key in old]
    stayed: list[list[tuple[int, str]]] = []  # for each place, the longest run up to it that kept its order
    for at, place in enumerate(places):
        before = [run for run in stayed[:at] if run[-1] < place]
        stayed.append([*max(before, key=len, default=[]), place])
    return {key for _, key in places} - {key for _, key in max(stayed, key=len, default=[])}


def _says(section: Section) -> str:
    return "\n".join([f"{_grade(section)}.", *(each.text for each in section.questions)])


def _asks(question: Question) -> str:
    return f"{question.text} ({'; '.join(question.options) or KINDS[question.kind]})"


def _grade(section: Section) -> str:
    return "Graded" if section.graded else "Not graded"


def _yes(value: bool) -> str:
    return "Yes" if value else "No"


def _feedback(without: bool) -> str:
    return "Practitioner, child and family are not asked" if without else "Practitioner, child and family are asked"

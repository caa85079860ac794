"""People's words in a report: sentences of a rule that they changed, left out, or added to.

A sentence is edited as text in which its figures stand in square brackets: "[98.1%] of our care leavers". What stands
in brackets and is a figure of the rule's sentence stays that figure, with all that it was counted from; other brackets
are refused, so that nobody types a figure that looks counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Max

from lineofsight.problems import Refused
from lineofsight.reports.document import Block, Bullets, Number, Paragraph, Run, Section, Text
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.changing import keep, locked, said
from lineofsight.web.improvement.models import Sentence, WrittenReport
from lineofsight.web.improvement.reporting.parts import Part
from lineofsight.web.improvement.running import check_improves

EDITED, ADDED, RESTORED = "edited a sentence of a report", "added a sentence to a report", "took back an edit"
CHANGED_FIGURES = "the rule's sentence has changed since this was written"
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")


def editable(paragraph: Paragraph) -> str:
    """A sentence as it is edited: its figures in square brackets.

    >>> editable(Paragraph(("Nearly all.",)))
    'Nearly all.'
    """
    return "".join(
        run if isinstance(run, str) else f"[{run.text}]" if isinstance(run, Number) else run.text
        for run in paragraph.text
    )


def bound(text: str, paragraph: Paragraph) -> Text:
    """An edited text with the figures of the rule's sentence where brackets name them. Refused for other brackets."""
    figures: dict[str, list[Number]] = {}
    for run in paragraph.text:
        if isinstance(run, Number):
            figures.setdefault(run.text, []).append(run)
    runs: list[Run] = []
    at = 0
    for match in _BRACKETS.finditer(text):
        if match[1] not in figures:
            offered = ", ".join(f"[{each}]" for each in figures) or "none"
            raise Refused(f"[{match[1]}] is no figure of this sentence. Its figures: {offered}.")
        # Of figures that are written alike the first is named first; whoever names one more often names the last again.
        alike = figures[match[1]]
        runs += [text[at : match.start()], alike.pop(0) if len(alike) > 1 else alike[0]]
        at = match.end()
    runs.append(text[at:])
    return tuple(run for run in runs if run != "")


# Changes


def edit_sentence(
    *, by: User, report: WrittenReport, key: str, paragraph: Paragraph, text: str, seen: int | None = None
) -> Sentence | None:
    """Puts a person's words in the place of a rule's sentence; an empty text leaves the sentence out.

    The rule's own words take the edit back.
    """
    check_improves(by)
    text = " ".join(text.split())
    bound(text, paragraph)
    with transaction.atomic():
        one: WrittenReport = locked(report, seen)
        there = one.sentences.filter(key=key).first()
        was = there.text if there else editable(paragraph)
        keep(one)
        if text == editable(paragraph):
            if there is not None:
                there.delete()
            record_change(by=by, did=RESTORED, subject=str(one.pk), key=key, was=was)
            return None
        found, _ = Sentence.objects.update_or_create(
            report=one, key=key, defaults={"text": text, "was": editable(paragraph), "edited_by": by}
        )
        record_change(by=by, did=EDITED, subject=str(one.pk), key=key, was=was, text=text)
    return found


def add_sentence(*, by: User, report: WrittenReport, part: str, text: str) -> Sentence:
    """Adds a sentence of a person's own to a part of a report."""
    check_improves(by)
    text = said(" ".join(text.split()), "Write the sentence.")
    if _BRACKETS.search(text):
        raise Refused("A sentence of your own has no counted figures: write it without square brackets.")
    with transaction.atomic():
        one: WrittenReport = locked(report)
        last = one.sentences.aggregate(last=Max("place"))["last"] or 0
        found = Sentence.objects.create(
            report=one, key=f"own:{part}:{last + 1}", text=text, place=last + 1, edited_by=by
        )
        keep(one)
        record_change(by=by, did=ADDED, subject=str(one.pk), key=found.key, text=text)
    return found


def change_own(*, by: User, sentence: Sentence, text: str, seen: int | None = None) -> None:
    """Changes a sentence that a person added; an empty text takes it away."""
    check_improves(by)
    text = " ".join(text.split())
    if _BRACKETS.search(text):
        raise Refused("A sentence of your own has no counted figures: write it without square brackets.")
    with transaction.atomic():
        one: WrittenReport = locked(sentence.report, seen)
        now: Sentence = locked(sentence)
        record_change(by=by, did=EDITED, subject=str(one.pk), key=now.key, was=now.text, text=text)
        keep(one)
        if not text:
            now.delete()
            return
        now.text, now.edited_by = text, by
        now.save()


def carry_over(*, by: User, from_: WrittenReport, to: WrittenReport) -> int:
    """Takes the sentences that people added to an earlier report over into a new one: they are read again there."""
    own = [one for one in from_.sentences.all() if one.key.startswith("own:")]
    Sentence.objects.bulk_create(
        Sentence(report=to, key=one.key, text=one.text, place=one.place, edited_by=one.edited_by) for one in own
    )
    if own:
        record_change(by=by, did=ADDED, subject=str(to.pk), carried_over=len(own), from_report=from_.pk)
    return len(own)


# Reading


def edited(parts: Iterable[Part], sentences: Iterable[Sentence]) -> tuple[list[Part], list[str]]:
    """The parts with people's words in them, and the keys of edits whose rule's sentence has changed since."""
    by_key = {one.key: one for one in sentences}
    stale: list[str] = []
    done = []
    for one in parts:
        sections = tuple(
            replace(section, blocks=tuple(_blocks(section.blocks, by_key, stale))) for section in one.sections
        )
        own = [each for each in by_key.values() if each.key.startswith(f"own:{one.key}:")]
        if own:
            items = tuple(
                Paragraph((each.text,), key=each.key, edited_by=_name(each)) for each in sorted(own, key=_place)
            )
            first, *others = sections
            sections = (replace(first, blocks=(*first.blocks, Bullets(items))), *others)
        done.append(replace(one, sections=sections))
    return done, stale


def _blocks(blocks: Iterable[Block], by_key: Mapping[str, Sentence], stale: list[str]) -> Iterable[Block]:
    for block in blocks:
        if isinstance(block, Paragraph):
            now = _sentence(block, by_key, stale)
            if now is not None:
                yield now
        elif isinstance(block, Bullets):
            items = [now for item in block.items if (now := _sentence(item, by_key, stale)) is not None]
            if items:
                yield replace(block, items=tuple(items))
        else:
            yield block


def _sentence(paragraph: Paragraph, by_key: Mapping[str, Sentence], stale: list[str]) -> Paragraph | None:
    mine = by_key.get(paragraph.key) if paragraph.key else None
    if mine is None:
        return paragraph
    if mine.was != editable(paragraph):
        stale.append(paragraph.key)
    if not mine.text:
        return None
    try:
        text = bound(mine.text, paragraph)
    except Refused:
        # A figure that the sentence names is another now: the rule's sentence stands until somebody has read it.
        return paragraph
    return replace(paragraph, text=text, edited_by=_name(mine))


def sentences_of(sections: Iterable[Section]) -> list[Paragraph]:
    """The sentences of some sections that can be edited, in reading order."""
    found = []
    for section in sections:
        for block in section.blocks:
            items: tuple[Any, ...] = block.items if isinstance(block, Bullets) else (block,)
            found += [each for each in items if isinstance(each, Paragraph) and each.key]
    return found


def _name(sentence: Sentence) -> str:
    return sentence.edited_by.name if sentence.edited_by else "somebody"


def _place(sentence: Sentence) -> tuple[int, int]:
    return sentence.place, sentence.pk

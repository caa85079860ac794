"""What reports say of the audits, as it is written and as it goes out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from lineofsight.reports.disclosed import disclosed
from lineofsight.reports.document import Block, Bullets, Paragraph, Report, Section, words
from lineofsight.reports.numbers import Numbers
from lineofsight.statistics.disclosure import Disclosure
from lineofsight.web.accounts.models import User
from lineofsight.web.audits.telling import Told
from lineofsight.web.improvement.reporting.audits import Audited, audit_blocks, audited, cycle_blocks, given_in
from tests.reports.sample import highlight
from tests.web.audits.rows import G, I, O, R, audit, cycle, moment, sheet, told
from tests.web.conftest import add_person

SINCE, UNTIL = dt.date(2022, 4, 1), dt.date(2023, 3, 31)
NUMBERS = Numbers(highlight())
MANY = tuple(told(grade) for grade in (*[O] * 6, *[G] * 14, *[R] * 10, *[I] * 6))


def of(audits: tuple[Told, ...], again: int) -> Audited:
    return Audited(SINCE, UNTIL, audits, tuple(told(G, kind="re_audit") for _ in range(again)), ())


def goes_out(*blocks: Block) -> list[str]:
    """The sentences of a report as it goes out with counts below 5 hidden."""
    report = Report("A report", "", "", UNTIL, UNTIL, (Section("Audits", blocks),))
    return sentences(
        *(block for section in disclosed(report, Disclosure(5)).report.sections for block in section.blocks)
    )


def sentences(*blocks: Block) -> list[str]:
    found: list[Paragraph] = []
    for block in blocks:
        found += block.items if isinstance(block, Bullets) else [block] if isinstance(block, Paragraph) else []
    return [words(each.text) for each in found]


@pytest.mark.parametrize(
    ("again", "said"),
    [
        (0, "0 cases were audited again."),
        (1, "1 case was audited again."),
        (2, "2 cases were audited again."),
    ],
)
def test_how_many_were_audited_and_audited_again(again: int, said: str) -> None:
    first, second = sentences(*audit_blocks(of(MANY, again), NUMBERS))[:2]
    assert first == "From 1 April 2022 to 31 March 2023, 36 cases were audited."
    assert second == said


def test_few_cases_that_were_audited_again_are_not_told_in_public() -> None:
    for few in (1, 4):
        out = goes_out(*audit_blocks(of(MANY, few), NUMBERS))
        assert "From 1 April 2022 to 31 March 2023, 36 cases were audited." in out
        assert not [each for each in out if "audited again" in each]
        assert [each for each in out if each.startswith("Not said here") and "re-audits given in" in each]
    assert "5 cases were audited again." in goes_out(*audit_blocks(of(MANY, 5), NUMBERS))


def test_few_cases_that_were_audited_at_all_are_not_told_in_public_wherever_they_stand() -> None:
    found = of(MANY[:1], 0)
    assert sentences(*audit_blocks(found, NUMBERS))[0].endswith("1 case was audited.")
    elsewhere = Paragraph((given_in(found, NUMBERS), " cases in twelve months"))
    out = goes_out(*audit_blocks(found, NUMBERS), elsewhere)
    assert not [each for each in out if "1 case" in each]
    assert "fewer than 5 cases in twelve months" in out


@pytest.mark.django_db
def test_few_audits_that_were_read_again_from_outside_are_not_told_in_public() -> None:
    lead: User = add_person("quality")
    one = cycle(lead)
    check = cycle(lead, kind="external", title="External check")
    for number in range(6):
        read = audit(one, G)
        sheet(
            read,
            G,
            purpose="external",
            of_check=check,
            given_at=moment(UNTIL if number < 1 else UNTIL.replace(year=2024)),
        )
    found = replace(audited(SINCE, UNTIL), cycles=())
    said = "People from outside read 1 audit again, to see whether ours can be relied on"
    assert said in sentences(*cycle_blocks(found, NUMBERS))
    out = goes_out(*cycle_blocks(found, NUMBERS))
    assert not [each for each in out if "People from outside" in each]
    later = replace(found, until=UNTIL.replace(year=2024))
    said = "People from outside read 6 audits again, to see whether ours can be relied on"
    assert said in goes_out(*cycle_blocks(later, NUMBERS))

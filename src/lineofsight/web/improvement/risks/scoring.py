"""How likely a risk is and how much it would matter: judged without controls, now, and as it should become.

Each judgement is a row that stays. The last of each kind holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.changing import locked, said
from lineofsight.web.clock import today
from lineofsight.web.improvement.models import Risk, RiskScore
from lineofsight.web.improvement.risks.steps import State
from lineofsight.web.improvement.rules import setting
from lineofsight.web.improvement.running import check_improves

SCORED = "scored a risk"
Of = RiskScore.Of
#: Likelihood and impact, each from 1 to 5.
Pair = tuple[int, int]


def rating_of_score(score: int | None) -> str:
    """Red, amber or green by the council's matrix; empty where nobody has judged it."""
    if score is None:
        return ""
    return "red" if score >= setting("red_score") else "amber" if score >= setting("amber_score") else "green"


def latest(scores: Iterable[RiskScore], of: str) -> RiskScore | None:
    """The last judgement of one kind."""
    found = [score for score in scores if score.of == of]
    return max(found, key=lambda score: (score.judged_on, score.pk)) if found else None


def check_scores(scores: Mapping[str, Pair], because: str) -> None:
    """Refused where scores don't fit together: all three as they would hold, and the reason that is given.

    The target is not above what it is now. It is above what it would be without controls only for a reason: controls
    that make a risk greater are possible, and worth a sentence.
    """
    for likelihood, impact in scores.values():
        if not (1 <= likelihood <= 5 and 1 <= impact <= 5):
            raise Refused("Likelihood and impact are each from 1 to 5.")
    without, now, target = (_product(scores[of]) for of in (Of.INHERENT, Of.CURRENT, Of.TARGET))
    if target > now:
        raise Refused(f"The target ({target}) is above the score now ({now}): it is where that should come down to.")
    if now > without and not because.strip():
        raise Refused(
            f"The score now ({now}) is above the one without controls ({without}): say why controls make it greater."
        )


def score(
    *, by: User, risk: Risk, scores: Mapping[str, Pair], because: str, seen: int | None = None
) -> list[RiskScore]:
    """Judges a risk again: what is otherwise than before is written, and what was before stays.

    Refused without a reason, where nothing is otherwise, or the scores would not fit together.
    """
    check_improves(by)
    because = said(because, "Say why it is judged so.")
    with transaction.atomic():
        one: Risk = locked(risk, seen)
        if one.state != State.OPEN:
            raise Refused("This risk is closed: open it again before it is judged.")
        before = pairs_of(one)
        check_scores({**before, **scores}, because)
        changed = {of: pair for of, pair in scores.items() if before.get(of) != pair}
        if not changed:
            raise Refused("Nothing is judged otherwise: record a review, which says that the scores hold.")
        made = write_scores(by, one, changed, because)
        detail: dict[str, Any] = {of: [_words(before.get(of)), _words(pair)] for of, pair in changed.items()}
        record_change(by=by, did=SCORED, subject=str(one.pk), because=because, **detail)
    return made


def write_scores(by: User, risk: Risk, scores: Mapping[str, Pair], because: str) -> list[RiskScore]:
    """Writes judgements of today, within the transaction of the change that they belong to."""
    return [
        RiskScore.objects.create(
            risk=risk, of=of, likelihood=likelihood, impact=impact, because=because, judged_on=today(), made_by=by
        )
        for of, (likelihood, impact) in scores.items()
    ]


def pairs_of(risk: Risk) -> dict[str, Pair]:
    """The judgements that hold, by kind."""
    scores = list(risk.scores.all())
    found = {of: latest(scores, of) for of in Of.values}
    return {of: (one.likelihood, one.impact) for of, one in found.items() if one is not None}


def _product(pair: Pair) -> int:
    return pair[0] * pair[1]


def _words(pair: Pair | None) -> str:
    return f"{pair[0]} × {pair[1]} = {_product(pair)}" if pair else ""

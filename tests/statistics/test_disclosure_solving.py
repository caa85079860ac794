"""Which whole numbers fit: small puzzles with the sum written out, and any small puzzle tried number by number."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from lineofsight.statistics.disclosure_solving import Line, Puzzle

NAMES = ("a", "b", "c", "d")
MOST = 5


def test_what_follows_from_a_sum_is_narrowed_at_once() -> None:
    """10 = 6 + a + b, neither of them 0: both are from 1 to 3."""
    puzzle = Puzzle({"a": (1, 99), "b": (1, 99)}, [Line(((1, "a"), (1, "b")), 4, 4)])
    assert puzzle.ranges == {"a": (1, 3), "b": (1, 3)}
    assert puzzle.interval("a", {"a": 1, "b": 3}) == (1, 3)


def test_whole_numbers_leave_less_than_fractions_do() -> None:
    """2a = 3b with a from 4 to 8: 6 alone, though 4.5 would do among fractions."""
    puzzle = Puzzle({"a": (4, 8), "b": (0, 99)}, [Line(((2, "a"), (-3, "b")))])
    assert [value for value in range(4, 9) if puzzle.fits("a", value, {"a": 6, "b": 4})] == [6]


def test_a_percentage_tells_its_denominator() -> None:
    """559 and 87.8%: 87.75 d <= 55,900 < 87.85 d, so that d is 637."""
    lines = [Line(((2000, "n"), (-1755, "d")), 0, None), Line(((2000, "n"), (-1757, "d")), None, -1)]
    assert Puzzle({"n": (559, 559), "d": (1, 9_999)}, lines).ranges["d"] == (637, 637)


def test_where_nothing_fits_nothing_is_possible() -> None:
    puzzle = Puzzle({"a": (0, 3)}, [Line(((1, "a"),), 5, 9)])
    assert not puzzle.possible
    assert not puzzle.fits("a", 3, {"a": 3})


@st.composite
def puzzles(draw: st.DrawFn) -> tuple[list[Line], dict[str, int]]:
    """Some lines that a hidden answer fits, and the answer."""
    answer = {name: draw(st.integers(0, MOST)) for name in NAMES}
    lines = []
    for _ in range(draw(st.integers(1, 4))):
        weights = {name: draw(st.integers(-3, 3)) for name in NAMES}
        terms = tuple((weight, name) for name, weight in weights.items() if weight)
        total = sum(weight * answer[name] for weight, name in terms)
        low, high = draw(st.sampled_from([(0, 0), (1, 0), (0, 2), (None, 0), (3, None)]))
        if terms:
            lines.append(Line(terms, None if low is None else total - low, None if high is None else total + high))
    return lines, answer


@settings(max_examples=150)
@given(puzzles())
def test_it_fits_if_and_only_if_some_numbers_do(puzzle_and_answer: tuple[list[Line], dict[str, int]]) -> None:
    """Compared with all 1,296 assignments, tried one by one."""
    lines, answer = puzzle_and_answer
    fitting = [
        numbers
        for numbers in (dict(zip(NAMES, values, strict=True)) for values in product(range(MOST + 1), repeat=len(NAMES)))
        if all(holds(line, numbers) for line in lines)
    ]
    puzzle = Puzzle(dict.fromkeys(NAMES, (0, MOST)), lines)
    assert puzzle.possible
    for name in NAMES:
        possible = {numbers[name] for numbers in fitting}
        assert {value for value in range(MOST + 1) if puzzle.fits(name, value, answer)} == possible
        low, high = puzzle.interval(name, answer)
        assert {low, high} <= possible
        assert min(possible) <= low <= answer[name] <= high <= max(possible)


def holds(line: Line, numbers: dict[str, int]) -> bool:
    total = sum(weight * numbers[name] for weight, name in line.terms)
    return (line.low is None or total >= line.low) and (line.high is None or total <= line.high)

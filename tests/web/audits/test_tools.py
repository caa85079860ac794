"""What an audit tool holds: read and written without loss, refused with its place, and asked of the right children."""

from __future__ import annotations

import copy
import doctest
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineofsight.problems import Refused
from lineofsight.web.audits import grades, rules, tool_differences, tools
from lineofsight.web.audits.grades import Cohort, Grade, NoGrade
from lineofsight.web.audits.shipped import DEFAULT, HERE, read_shipped, shipped_tools
from lineofsight.web.audits.tool_differences import IN, OUT, differences, words_between
from lineofsight.web.audits.tools import Content, Question, Section, fields, key_from, read_content, read_draft, written

KEYS = [file.stem for file in sorted(HERE.glob("*.toml"))]
SECTIONS_OF_A_CASE_FILE = [
    *("safety", "assessment", "voice", "planning", "visits", "oversight", "partnership", "identity", "permanence"),
    *("recording", "better_together", "impact"),
]
#: Better Together, in the words of the council.
BEHAVIOURS = [
    "Be open and honest – do what we say we'll do and explain what happens next",
    "Listen to understand – be curious, not judgmental",
    "Value families' experience – work with families, don't 'do to' or 'do for' them",
    "Work to prevent harm and repair damage – to people and relationships",
    "Empower people – giving high support and having high expectations",
]


def a_tool() -> dict[str, Any]:
    """A small tool as it is written: a graded section with two questions, and one of children in our care alone."""
    return {
        "about": "How plans are made",
        "without_feedback": False,
        "sections": [
            {
                "key": "planning",
                "title": "Plans",
                "guidance": "Read the plan",
                "graded": True,
                "cohorts": [],
                "questions": [
                    {"key": "clear", "kind": "yes_no", "text": "Is it clear?", "required": True},
                    {"key": "moving", "kind": "choice", "text": "Is it moving?", "options": ["Yes", "It has drifted"]},
                ],
            },
            {
                "key": "home",
                "title": "Home",
                "guidance": "",
                "graded": False,
                "cohorts": ["looked_after"],
                "questions": [{"key": "where", "kind": "text", "text": "Where does the child live?"}],
            },
        ],
    }


@pytest.mark.parametrize("module", [grades, tools, tool_differences])
def test_the_examples_in_the_words_hold(module: Any) -> None:
    assert doctest.testmod(module).failed == 0


# The shipped tools


@pytest.mark.parametrize("key", KEYS)
def test_a_shipped_tool_can_be_used(key: str) -> None:
    shipped = read_shipped(HERE / f"{key}.toml")
    content = shipped.content
    assert shipped.title and shipped.author and shipped.source and shipped.change_log and content.about
    assert read_content(written(content)) == content
    for section in content.sections:
        assert set(section.cohorts) <= set(Cohort.values)
        assert section.key not in tools.RESERVED_SECTIONS
        assert section.guidance, f"{section.key} has no guidance"
        assert len({question.key for question in section.questions}) == len(section.questions)
        for question in section.questions:
            assert set(question.cohorts) <= set(Cohort.values)
    assert len({section.key for section in content.sections}) == len(content.sections)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("cohort", Cohort.values)
def test_every_child_is_asked_something_that_is_graded(key: str, cohort: str) -> None:
    asked = shipped_tools()[key].content.for_cohort(cohort)
    assert any(section.key == "safety" or section.graded for section in asked)
    assert f"{next(section.key for section in asked if section.graded)}.grade" in fields(
        shipped_tools()[key].content, cohort
    )


def test_the_tools_that_ship() -> None:
    assert sorted(shipped_tools()) == KEYS
    assert next(iter(shipped_tools())) == DEFAULT
    assert set(KEYS) == {
        *("case_file", "domestic_abuse", "neglect", "harm_outside_home", "dip_sample", "re_audit", "external"),
    }


def test_the_case_file_has_its_sections_and_the_external_check_the_same() -> None:
    case_file, external = shipped_tools()["case_file"].content, shipped_tools()["external"].content
    assert [section.key for section in case_file.sections] == SECTIONS_OF_A_CASE_FILE
    assert [section.key for section in external.sections] == SECTIONS_OF_A_CASE_FILE
    assert all(section.graded for section in case_file.sections)
    for one, other in zip(case_file.sections, external.sections, strict=True):
        assert (one.graded, one.cohorts) == (other.graded, other.cohorts)
        assert len(other.questions) < len(one.questions)


def test_permanence_is_asked_of_children_in_our_care_and_care_leavers_alone() -> None:
    content = shipped_tools()["case_file"].content
    for cohort in Cohort:
        asked = "permanence" in [section.key for section in content.for_cohort(cohort)]
        assert asked == (cohort in (Cohort.LOOKED_AFTER, Cohort.CARE_LEAVER))


def test_every_cohort_has_questions_of_its_own_in_the_case_file() -> None:
    content = shipped_tools()["case_file"].content
    asked = {cohort: set(fields(content, cohort)) for cohort in Cohort}
    for cohort in Cohort:
        assert any(
            question.cohorts and cohort in question.cohorts for each in content.sections for question in each.questions
        )
        others = [asked[other] for other in Cohort if other != cohort]
        assert all(asked[cohort] != other for other in others)


def test_better_together_asks_for_each_behaviour_in_the_councils_words() -> None:
    section = shipped_tools()["case_file"].content.section("better_together")
    assert section is not None and section.graded
    assert [question.text for question in section.questions] == BEHAVIOURS
    assert {question.options for question in section.questions} == {("Seen throughout", "Seen sometimes", "Not seen")}


def test_the_dip_sample_is_short() -> None:
    content = shipped_tools()["dip_sample"].content
    assert content.without_feedback
    assert [section.graded for section in content.sections] == [True]
    assert 4 <= len(content.sections[0].questions) <= 6
    assert {question.kind for question in content.sections[0].questions} == {"yes_no"}
    assert not any(shipped.content.without_feedback for key, shipped in shipped_tools().items() if key != "dip_sample")


def test_the_re_audit_grades_what_can_be_compared_with_the_first() -> None:
    content = shipped_tools()["re_audit"].content
    graded = [section.key for section in content.sections if section.graded]
    assert graded == ["safety", "oversight", "voice", "planning", "impact"]
    assert set(graded) <= set(SECTIONS_OF_A_CASE_FILE)


def test_sections_that_limit_the_grade_are_in_the_case_file() -> None:
    assert set(rules.setting("limiting_sections")) <= set(SECTIONS_OF_A_CASE_FILE)


def test_children_are_called_what_the_site_calls_them() -> None:
    for file in HERE.glob("*.toml"):
        text = file.read_text(encoding="utf-8").lower()
        for word in ("looked after", "looked-after", "lac ", "in care,", "perpetrator"):
            assert word not in text, f"{file.name}: {word}"


# Reading and writing

_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=30).map(str.strip)
_SAID = _WORDS.filter(bool)
_KEY = st.from_regex(tools._KEY, fullmatch=True)
_COHORTS = st.sets(st.sampled_from(Cohort.values)).map(lambda some: tuple(v for v in Cohort.values if v in some))


@st.composite
def _questions(draw: st.DrawFn) -> Question:
    kind = draw(st.sampled_from(list(tools.KINDS)))
    options = draw(st.lists(_SAID, min_size=2, max_size=4, unique=True)) if kind == "choice" else []
    key = draw(_KEY.filter(lambda key: key not in tools.RESERVED_QUESTIONS))
    return Question(key, kind, draw(_SAID), draw(_WORDS), tuple(options), draw(st.booleans()))


@st.composite
def _contents(draw: st.DrawFn) -> Content:
    sections = []
    keys = _KEY.filter(lambda key: key not in tools.RESERVED_SECTIONS)
    for key in draw(st.lists(keys, min_size=1, max_size=3, unique=True)):
        questions = draw(st.lists(_questions(), max_size=3, unique_by=lambda question: question.key))
        cohorts = draw(_COHORTS) if sections else ()  # the first is asked of all, or some child would be asked nothing
        sections.append(Section(key, draw(_SAID), draw(_WORDS), True, cohorts, tuple(questions)))
    return Content(draw(_WORDS), tuple(sections), draw(st.booleans()))


@settings(max_examples=60, deadline=None)
@given(_contents())
def test_what_is_written_is_read_as_it_was(content: Content) -> None:
    assert read_content(written(content)) == content
    assert written(read_content(written(content))) == written(content)
    assert differences(content, content) == []


@settings(max_examples=60, deadline=None)
@given(_WORDS, _WORDS)
def test_the_words_of_a_difference_give_both_texts_back(old: str, new: str) -> None:
    pieces = words_between(old, new)
    assert "".join(piece.text for piece in pieces if piece.how != IN) == old
    assert "".join(piece.text for piece in pieces if piece.how != OUT) == new


WRONG: list[tuple[str, Any, str]] = [
    ("sections.0.key", "Planning", "section 1: its short name"),
    ("sections.0.key", "1st", "section 1: its short name"),
    ("sections.0.key", "", "section 1: its short name"),
    ("sections.0.key", "p" * 41, "section 1: its short name"),
    ("sections.0.key", "overall", "section 1: the short name “overall” is used"),
    ("sections.1.key", "planning", "section 2: “planning” is there already"),
    ("sections.0.title", " ", "section 1: title: is empty"),
    ("sections.0.title", "t" * 151, "section 1: title: has 151 characters"),
    ("sections.0.graded", "yes", "section 1: graded must be true or false"),
    ("sections.0.cohorts", ["nobody"], "section 1: there is no cohort “nobody”"),
    ("sections.0.colour", "red", "section 1: there is no “colour”"),
    ("sections.0.questions.0.key", "grade", "section 1, question 1: the short name “grade” is used"),
    ("sections.0.questions.1.key", "clear", "section 1, question 2: “clear” is there already"),
    ("sections.0.questions.0.kind", "number", "section 1, question 1: kind must be one of"),
    ("sections.0.questions.0.text", "", "section 1, question 1: text: is empty"),
    ("sections.0.questions.0.text", None, "section 1, question 1: text: must be words"),
    ("sections.0.questions.0.text", "a\0b", "section 1, question 1: text: holds a character"),
    ("sections.0.questions.0.options", ["Yes", "No"], "section 1, question 1: answers to choose from are for a choice"),
    ("sections.0.questions.1.options", ["Yes"], "section 1, question 2: a choice has from 2"),
    ("sections.0.questions.1.options", ["Yes", "Yes"], "section 1, question 2: answer 2: “Yes” is there already"),
    ("sections.0.questions.1.options", ["Yes", 1], "section 1, question 2: answer 2: must be words"),
    ("sections.0.questions.0.required", 1, "section 1, question 1: required must be true or false"),
    ("sections.1.questions.0.cohorts", ["in_need"], "section 2, question 1: is asked of nobody"),
    ("sections.1.questions", [], "section 2: “Home” asks nothing"),
    ("sections.0.questions", "none", "section 1: questions: must be a list"),
    ("sections.0.cohorts", ["looked_after"], "Of a child under “Child protection plan” nothing is asked"),
    ("sections", [], "The tool has no section yet"),
    ("about", 3, "the tool: about: must be words"),
    ("title", "Plans", "the tool: there is no “title”"),
]


@pytest.mark.parametrize(("path", "value", "sentence"), WRONG, ids=[sentence for _, _, sentence in WRONG])
def test_what_is_wrong_is_refused_with_its_place(path: str, value: Any, sentence: str) -> None:
    tool = a_tool()
    *parts, last = path.split(".")
    at: Any = tool
    for part in parts:
        at = at[int(part)] if part.isdecimal() else at[part]
    at[last] = value
    with pytest.raises(Refused) as refused:
        read_content(tool)
    assert str(refused.value).startswith(sentence)


def test_reading_changes_nothing_that_it_is_given() -> None:
    tool = a_tool()
    before = copy.deepcopy(tool)
    read_content(tool)
    assert tool == before


def test_a_draft_may_lack_what_a_tool_in_use_may_not() -> None:
    draft = read_draft({"about": "", "sections": [{"key": "new", "title": "New", "graded": False}]})
    assert draft.sections[0].questions == ()
    with pytest.raises(Refused, match="asks nothing"):
        read_content(written(draft))


# Answers


def test_the_answers_of_a_tool_for_a_cohort() -> None:
    content = read_content(a_tool())
    assert list(fields(content, "in_need")) == [
        *("planning.clear", "planning.moving"),
        *("planning.grade", "planning.strengths", "planning.better", "planning.evidence"),
    ]
    assert list(fields(content, "looked_after"))[-1] == "home.where"
    grade = fields(content, "in_need")["planning.grade"]
    assert (grade.kind, grade.required, grade.section) == ("grade", True, "Plans")
    assert grade.options == (*Grade.values, *NoGrade.values)
    assert grade.in_words("requires_improvement") == "Requires improvement to be good"


@pytest.mark.parametrize(
    ("key", "value", "accepted"),
    [
        *(("planning.clear", "yes", True), ("planning.clear", "not_applicable", True)),
        *(("planning.clear", "Yes", False), ("planning.clear", "", True)),
        *(("planning.clear", True, False), ("planning.clear", None, False)),
        *(("planning.moving", "It has drifted", True), ("planning.moving", "yes", False)),
        *(("planning.grade", "good", True), ("planning.grade", "not_enough_evidence", True)),
        *(("planning.grade", "excellent", False), ("home.where", "With her aunt", True)),
        *(("home.where", "x" * 20_001, False), ("home.where", "a\0b", False)),
    ],
)
def test_an_answer_is_one_of_those_that_are_offered(key: str, value: Any, accepted: bool) -> None:
    assert fields(read_content(a_tool()), "looked_after")[key].accepts(value) is accepted


def test_a_section_without_a_question_for_the_child_is_left_out() -> None:
    tool = a_tool()
    tool["sections"][1] |= {"cohorts": []}
    tool["sections"][1]["questions"][0]["cohorts"] = ["looked_after"]
    content = read_content(tool)
    assert [section.key for section in content.for_cohort("in_need")] == ["planning"]
    assert [section.key for section in content.for_cohort("looked_after")] == ["planning", "home"]


@pytest.mark.parametrize(
    ("title", "key"),
    [
        *(("Safety now", "safety_now"), ("The child’s voice!", "the_child_s_voice"), ("2 visits", "visits")),
        *(("ä", "part"), ("", "part"), ("x" * 60, "x" * 36)),
    ],
)
def test_a_key_is_made_from_any_title(title: str, key: str) -> None:
    assert key_from(title) == key
    assert tools.is_key(key_from(title, taken=[key])) and key_from(title, taken=[key]) != key


# Differences


def test_a_difference_says_where_and_what() -> None:
    old, tool = read_content(a_tool()), a_tool()
    first = tool["sections"][0]
    first["title"], first["graded"] = "Plans and reviews", False
    first["questions"].reverse()
    first["questions"][0]["options"] = ["Yes", "Slowly", "It has drifted"]
    first["questions"].append({"key": "shared", "kind": "evidence", "text": "Does the family have it?"})
    tool["without_feedback"] = True
    del tool["sections"][1]
    said = [(each.place, each.what) for each in differences(old, read_content(tool))]
    place = "Section “Plans and reviews”"
    assert said[:3] == [("The tool", "feedback changed"), (place, "title changed"), (place, "grade changed")]
    assert (f"{place}, question 1 (moving)", "answers to choose from changed") in said
    assert (f"{place}, question 3 (shared)", "question added") in said
    assert ("Section “Home”", "section taken out") in said
    assert [what for _, what in said].count("moved to another place") == 1


def test_what_moved_is_as_little_as_explains_it() -> None:
    def tool(*keys: str) -> Content:
        return Content("", tuple(Section(key, key, "", True) for key in keys))

    moved = differences(tool("a", "b", "c", "d"), tool("b", "c", "d", "a"))
    assert [(each.place, each.what) for each in moved] == [("Section “a”", "moved to another place")]

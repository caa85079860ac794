"""The census is read as a stream: what comes out of its elements, and what is refused with its line."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from lineofsight.problems import Refused
from lineofsight.sources.cin_census import parsing
from lineofsight.sources.cin_census.parsing import Parsed, parse_census
from lineofsight.sources.returns.lists import CIN_CENSUS, lists_of
from tests.sources.cin_census.making import assessment, child, cp_plan, details, header, xml


def parsed(folder: Path, text: str | bytes) -> Parsed:
    path, staged = folder / "census.xml", folder / "staged"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    staged.mkdir(exist_ok=True)
    return parse_census(path, lists_of(CIN_CENSUS), into=staged)


def staged_rows(census: Parsed, name: str) -> list[dict[str, str]]:
    """The rows of a list as they were staged, each with its number as `row`."""
    file = next(file for file in census.files if file.table == name)
    with file.path.open(newline="", encoding="utf-8") as stream:
        return [dict(zip(("row", *file.columns), cells, strict=True)) for cells in csv.reader(stream)]


SMALL = xml(
    [
        child(
            1,
            details(
                "2024-05-01",
                Assessments=[assessment("2024-05-02", "2024-06-01", "1A", "16A"), assessment("2024-07-01")],
                ChildProtectionPlans=[cp_plan("2024-06-10", None, "2024-09-01", "2025-02-01")],
            ),
        ),
        child(2, details("2024-08-01"), Disability=["LD", "AUT"]),
    ]
)


# What comes out


def test_each_row_has_the_line_of_its_element_and_the_child_and_element_it_stands_in(tmp_path: Path) -> None:
    census = parsed(tmp_path, SMALL)
    lines = SMALL.split("\n")

    def lines_with(text: str) -> list[str]:
        return [str(number) for number, line in enumerate(lines, start=1) if text in line]

    assert [row["row"] for row in staged_rows(census, "cin_child")] == lines_with("<Child>")
    assert [row["child_id"] for row in staged_rows(census, "cin_child")] == ["child-1", "child-2"]
    assert [row["row"] for row in staged_rows(census, "cin_assessments")] == lines_with("<Assessments>")
    assert [(row["row"], row["review_date"]) for row in staged_rows(census, "cin_cp_reviews")] == list(
        zip(lines_with("<CPPreviewDate>"), ["2024-09-01", "2025-02-01"], strict=True)
    )
    assert [
        (row["child_id"], row["within_id"], row["factor"]) for row in staged_rows(census, "cin_assessment_factors")
    ] == [
        ("child-1", "child-1-2024-05-02", "1A"),
        ("child-1", "child-1-2024-05-02", "16A"),
    ]
    assert [row["within_id"] for row in staged_rows(census, "cin_cp_reviews")] == ["child-1-2024-06-10"] * 2
    assert [(row["child_id"], row["disability"]) for row in staged_rows(census, "cin_disability")] == [
        ("child-1", "NONE"),
        ("child-2", "LD"),
        ("child-2", "AUT"),
    ]
    assert not census.renumbered


def test_two_elements_of_a_child_on_one_day_are_told_apart(tmp_path: Path) -> None:
    twice = [details("2024-05-01", closed="2024-06-01"), details("2024-05-01", Assessments=assessment("2024-05-03"))]
    census = parsed(tmp_path, xml([child(1, *twice)]))
    assert [row["own_id"] for row in staged_rows(census, "cin_details")] == [
        "child-1-2024-05-01",
        "child-1-2024-05-01-2",
    ]
    assert [row["within_id"] for row in staged_rows(census, "cin_assessments")] == ["child-1-2024-05-01-2"]


def test_a_child_who_stands_twice_and_one_without_identifier_keep_their_rows_apart(tmp_path: Path) -> None:
    nobody = child(1, details("2024-05-01"), LAchildID=None)
    census = parsed(tmp_path, xml([child(1, details("2024-05-01")), child(1, details("2024-05-01")), nobody, nobody]))
    ids = [row["own_id"] for row in staged_rows(census, "cin_details")]
    assert len(set(ids)) == 4
    assert ids[0] == "child-1-2024-05-01"
    assert [row["child_id"] for row in staged_rows(census, "cin_details")] == ["child-1", "child-1", "", ""]


def test_elements_may_have_a_prefix_and_stand_in_any_case(tmp_path: Path) -> None:
    odd = SMALL.replace("<Message>", '<c:Message xmlns:c="urn:census">').replace("</Message>", "</c:Message>")
    odd = odd.replace("CINdetails>", "c:CINDetails>").replace("AssessmentFactors>", "ASSESSMENTFACTORS>")
    census, plain = parsed(tmp_path, odd), parsed(tmp_path, SMALL)
    for name in ("cin_details", "cin_assessment_factors", "cin_cp_reviews"):
        assert staged_rows(census, name) == staged_rows(plain, name)
    assert not census.unknown


def test_what_no_list_has_a_place_for_is_counted_by_name(tmp_path: Path) -> None:
    text = SMALL.replace("<ReferralNFA>", "<Worker>Somebody<Team>x</Team></Worker><ReferralNFA>").replace(
        "<Ethnicity>", "stray<Ethnicity>WBRI</Ethnicity><Ethnicity>"
    )
    census = parsed(tmp_path, text)
    assert census.unknown == {"CINdetails/Worker": 2}
    assert census.repeated == {"Ethnicity": 2}
    assert census.stray == 2
    assert [row["ethnicity"] for row in staged_rows(census, "cin_child")] == ["WBRI", "WBRI"]


def test_many_names_that_nobody_knows_are_not_all_kept(tmp_path: Path) -> None:
    many = "".join(f"<n{number}/>" for number in range(500))
    census = parsed(tmp_path, SMALL.replace("</Header>", f"{many}</Header>"))
    assert len(census.unknown) == parsing.NAMES_KEPT + 1
    assert sum(census.unknown.values()) == 500


def test_rows_on_one_line_are_counted_from_there(tmp_path: Path) -> None:
    census = parsed(tmp_path, SMALL.replace("\n", ""))
    assert census.renumbered
    assert [row["row"] for row in staged_rows(census, "cin_child")] == ["1", "2"]
    assert [row["row"] for row in staged_rows(census, "cin_assessment_factors")] == ["1", "2"]


def test_cells_are_as_they_were_written(tmp_path: Path) -> None:
    text = SMALL.replace("<Ethnicity>WBRI<", '<Ethnicity>&lt;\n "W",&#13;&amp;<!-- -->BRI<', 1)
    assert staged_rows(parsed(tmp_path, text), "cin_child")[0]["ethnicity"] == '<\n "W",\n&BRI'


def test_rows_that_are_written_a_few_at_a_time_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {name: staged_rows(parsed(tmp_path, SMALL), name) for name in ("cin_child", "cin_assessments")}
    monkeypatch.setattr(parsing, "ROWS_AT_ONCE", 1)
    monkeypatch.setattr(parsing, "CHUNK", 7)
    assert {name: staged_rows(parsed(tmp_path, SMALL), name) for name in whole} == whole


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_an_encoding_that_the_file_names_is_read(tmp_path: Path, encoding: str) -> None:
    named = SMALL.replace('encoding="utf-8"', f'encoding="{encoding.removesuffix("-sig")}"').replace(
        ">child-1<", ">child-é<"
    )
    assert staged_rows(parsed(tmp_path, named.encode(encoding)), "cin_child")[0]["child_id"] == "child-é"


# What is refused

BOMB = '<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
DECLARED = '<?xml version="1.0" encoding="utf-8"?>\n'
DEEP = "<x>" * 60 + "</x>" * 60


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (SMALL.replace("<Message>", f"{BOMB}\n<Message>"), 2, "has a document type or an entity"),
        (SMALL.replace("<Message>", f"{OUTSIDE}\n<Message>"), 2, "has a document type or an entity"),
        (SMALL.replace("<Message>", '<!DOCTYPE m SYSTEM "http://example.org/m.dtd">\n<Message>'), 2, "document type"),
        (SMALL.replace("WBRI", "&bomb;"), 27, "names an entity that XML doesn't have"),
        (SMALL[: len(SMALL) // 2], None, "was cut off"),
        (SMALL[:-3], None, "was cut off"),
        ("", 1, "ends before its first element: it is empty or was cut off"),
        ("   \n ", 2, "ends before its first element"),
        ("LAchildID,UPN\n1,2\n", 1, "is not well-formed XML"),
        ("PK\x03\x04", 1, "is not well-formed XML"),
        (SMALL + "<Message/>", None, "goes on after its last element"),
        (SMALL.replace("</Disabilities>", "</Disability>"), None, "closes an element that isn't the one open"),
        (SMALL.replace(">WBRI<", ">WBR\0I<"), None, "is not well-formed XML"),
        (SMALL.encode().replace(b">child-1<", b">child-\xe9<"), 21, "or not in the encoding that its first line names"),
        (SMALL.replace('"utf-8"', '"nonsense"'), 1, "is not in the encoding that its first line names"),
        (SMALL.replace('"utf-8"', '"utf-7"'), 1, "is not in the encoding that its first line names"),
        (SMALL.replace('"utf-8"', '"shift_jis"'), 1, "is not in the encoding that its first line names"),
        (SMALL.replace('"utf-8"', '"utf-16"'), 1, "is not in the encoding that its first line names"),
        ("<html><body/></html>", 1, "its first element is not Message: it is not a children in need census"),
        ("<EXPSSDA903><CHILD/></EXPSSDA903>", 1, "its first element is not Message"),
        (xml([child(1)], header(Collection="SCHOOL")), 17, "Collection is not CIN"),
        (xml([child(1)], header(Collection=None)), 16, "Collection is not CIN"),
        (
            f"{DECLARED}<Message><Children><Child></Child></Children></Message>",
            2,
            "there is no Header before the first",
        ),
        (xml([]), None, "holds no child"),
        (f"{DECLARED}<Message/>", None, "holds no child"),
        (SMALL.replace("<Children>", f"<Children>{DEEP}"), 18, "elements stand more than 40 deep in each other"),
        (SMALL.replace(">WBRI<", f">{'W' * 70_000}<"), None, "an element's text is longer than 65,536 letters"),
        (SMALL.replace(">WBRI<", f">{'W' * 3_000_000}<"), None, "an element's text is longer than 65,536 letters"),
        (SMALL.replace("<Ethnicity>", f'<Ethnicity a="{"W" * 3_000_000}">'), None, "a tag or comment is longer than"),
        (SMALL.replace("<Ethnicity>", f"<!--{'W' * 3_000_000}--><Ethnicity>"), None, "a tag or comment is longer than"),
    ],
)
def test_what_is_no_census_is_refused_in_one_line(
    tmp_path: Path, text: str | bytes, line: int | None, what: str
) -> None:
    with pytest.raises(Refused) as refusal:
        parsed(tmp_path, text)
    message = str(refusal.value)
    assert what in message
    assert message.startswith("census.xml")
    assert "\n" not in message
    assert line is None or f"line {line}" in message


def test_a_child_with_no_end_of_elements_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "ROWS_OF_A_CHILD", 5)
    with pytest.raises(Refused, match="a child has more than 5 elements"):
        parsed(tmp_path, SMALL)


def test_elements_that_are_never_closed_are_refused_as_they_come(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="more than 40 deep"):
        parsed(tmp_path, f"{DECLARED}<Message>" + "<x>" * 5_000_000)

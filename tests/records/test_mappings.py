"""A council's own names, from its one file: what may stand there, and what is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from lineofsight.problems import Refused
from lineofsight.records.descriptions import Column, Table
from lineofsight.records.mappings import Mappings, read_mappings, section_of, table_name
from lineofsight.records.reading import code_of

WHOLE = """
[tables]
"CIN Visits.csv" = "ssd_cin_visits"

[columns.ssd_cin_visits]
"VisitDate" = "cinv_cin_visit_date"
"Seen?" = "cinv_cin_visit_seen"

[codes.clea_care_leaver_in_touch]
"Contacted" = "YES"

[codes.clea_care_leaver_accom_suitable]
"Fine" = 1

[codes.invo_professional_role_id]
"Senior practitioner" = "CW"

[teams]
"Assessment Team 1 (old)" = "Assessment Team 1"

[roles]
"Lead social worker" = "CW"
"Family worker" = "-"

[people]
merged_identifier_types = ["Merged person id"]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mappings.toml"


def read(file: Path, text: str) -> Mappings:
    file.write_text(text, encoding="utf-8")
    return read_mappings(file)


def test_a_council_without_a_file_has_no_names_of_its_own(file: Path) -> None:
    assert read_mappings(file) == Mappings()


def test_all_that_a_file_may_say(file: Path) -> None:
    assert read(file, WHOLE) == Mappings(
        tables={"cin visits": "ssd_cin_visits"},
        columns={"ssd_cin_visits": {"VisitDate": "cinv_cin_visit_date", "Seen?": "cinv_cin_visit_seen"}},
        codes={
            "clea_care_leaver_in_touch": {"Contacted": "YES"},
            "clea_care_leaver_accom_suitable": {"Fine": "1"},
            "invo_professional_role_id": {"Senior practitioner": "CW", "Lead social worker": "CW"},
        },
        teams={"Assessment Team 1 (old)": "Assessment Team 1"},
        merged_identifier_types=("Merged person id",),
        left=frozenset({("roles", "family worker")}),
    )


def test_a_file_may_begin_with_a_byte_order_mark(file: Path) -> None:
    file.write_text(WHOLE, encoding="utf-8-sig")
    assert read_mappings(file).teams


def test_what_is_not_filled_in_yet_has_no_effect(file: Path) -> None:
    mappings = read(
        file,
        '[tables]\n"a" = ""\n[columns.ssd_person]\n"b" = ""\n[codes.cles_in_touch]\n"c" = ""\n[roles]\n"d" = ""\n'
        '[teams]\n"e" = ""\n',
    )
    assert mappings == Mappings(columns={"ssd_person": {}})


def test_what_stays_as_it_is_is_kept_as_it_is_compared(file: Path) -> None:
    mappings = read(
        file,
        '[tables]\n"Old Visits.CSV" = "-"\n[columns.ssd_person]\n"Fav. colour" = "-"\n'
        '[codes.cles_in_touch]\n"Perhaps" = "-"\n[teams]\n"T 9" = "-"\n',
    )
    assert mappings.left == {
        ("tables", "old visits"),
        ("columns.ssd_person", "favcolour"),
        ("codes.cles_in_touch", "perhaps"),
        ("teams", "T 9"),
    }


def test_columns_and_codes_of_a_source_s_own_lists_may_be_named(file: Path) -> None:
    layout = Table("list_1", "Contacts", "x", "", {"came": Column("came", "text", "", codes={"A": "Phone"})})
    text = '[columns.list_1]\n"How" = "came"\n[codes.came]\n"Rang" = "A"\n'
    with pytest.raises(Refused, match=r"\[codes.came\] names no column that holds codes"):
        read(file, text)
    mappings = read_mappings(file, layouts=[layout])
    assert mappings.columns == {"list_1": {"How": "came"}}
    assert mappings.codes == {"came": {"Rang": "A"}}


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        (
            '[codes.cles_in_touch]\n"Yes"\n',
            "mappings.toml: can't be read (Expected '=' after a key in a key/value pair (at line 2, column 6)). "
            'Write it as [codes.COLUMN] and "spelling" = "CODE", each heading once',
        ),
        ("[team]\n", "mappings.toml: [team] is no section of it: it has tables, columns, codes, teams, roles, people"),
        ('[codes]\n"Yes" = "YES"\n', "mappings.toml: [codes] needs a name behind it: write [codes.clea_care_leaver_"),
        ("columns = 3\n", "mappings.toml: [columns] needs a name behind it: write [columns.ssd_cin_visits]"),
        (
            '[tables]\n"CIN Visits" = "ssd_cin_visit"\n',
            "mappings.toml: [tables] 'CIN Visits' is mapped to 'ssd_cin_visit', which is no table: perhaps "
            "ssd_cin_visits is meant",
        ),
        (
            '[tables]\n"CIN Visits" = "zzz"\n',
            "mappings.toml: [tables] 'CIN Visits' is mapped to 'zzz', which is no table: mend its name",
        ),
        (
            '[tables]\n"CIN Visits" = "ssd_cin_visits"\n"cin visits.CSV" = "ssd_cp_visits"\n',
            "mappings.toml: [tables] 'CIN Visits' and 'cin visits.CSV' are one name with two meanings: keep one",
        ),
        (
            '[columns.ssd_cin_visit]\n"VisitDate" = "cinv_cin_visit_date"\n',
            "mappings.toml: [columns.ssd_cin_visit] names no table: perhaps ssd_cin_visits is meant",
        ),
        (
            '[columns.ssd_cin_visits]\n"VisitDate" = "cinv_visit_date"\n',
            "mappings.toml: [columns.ssd_cin_visits] 'VisitDate' is mapped to 'cinv_visit_date', which is no column of "
            "it: perhaps cinv_cin_visit_date is meant",
        ),
        (
            '[columns.ssd_cin_visits]\n"Visit date" = "cinv_cin_visit_date"\n"visit_DATE" = "cinv_cin_visit_seen"\n',
            "mappings.toml: [columns.ssd_cin_visits] 'Visit date' and 'visit_DATE' are one name with two meanings",
        ),
        (
            '[columns.ssd_cin_visits]\n"??" = "cinv_cin_visit_date"\n',
            "mappings.toml: [columns.ssd_cin_visits] '??' has no letter or digit to know a heading by: remove it",
        ),
        (
            '[codes.cles_touch]\n"Contacted" = "YES"\n',
            "mappings.toml: [codes.cles_touch] names no column that holds codes: mend its name",
        ),
        (
            '[codes.cles_person_id]\n"Contacted" = "YES"\n',
            "mappings.toml: [codes.cles_person_id] names no column that holds codes: mend its name",
        ),
        (
            '[codes.cles_in_touch]\n"Contacted" = "YEP"\n',
            "mappings.toml: 'Contacted' of cles_in_touch is mapped to 'YEP', which is no code of it: it has YES, NO, "
            "DIED, REFU, NREQ, RHOM",
        ),
        (
            '[codes.cles_in_touch]\n"contacted" = "YES"\n"CONTACTED" = "NO"\n',
            "mappings.toml: [codes.cles_in_touch] 'contacted' and 'CONTACTED' are one name with two meanings: keep one",
        ),
        (
            '[codes.cles_in_touch]\nwas.contacted = "YES"\n',
            "mappings.toml: [codes.cles_in_touch] 'was' has a point in it: put the whole name in quotes",
        ),
        (
            '[codes.cles_in_touch]\n"Contacted" = ["YES"]\n',
            'mappings.toml: [codes.cles_in_touch] \'Contacted\' is mapped to no text: write it as "Contacted" = "..."',
        ),
        (
            '[codes.cles_in_touch]\n"Contacted" = true\n',
            "mappings.toml: [codes.cles_in_touch] 'Contacted' is mapped to no text",
        ),
        (
            '[roles]\n"Lead social worker" = "SW"\n',
            "mappings.toml: 'Lead social worker' of invo_professional_role_id is mapped to 'SW', which is no code",
        ),
        (
            '[roles]\n"lead" = "CW"\n[codes.invo_professional_role_id]\n"Lead" = "16PLUS"\n',
            "mappings.toml: [roles] 'lead' is mapped to 'CW', and to '16PLUS' in [codes.invo_professional_role_id]",
        ),
        ("roles = 3\n", 'mappings.toml: [roles] holds lines such as "name" = "what it means"'),
        (
            '[teams]\n"A" = "B"\n"B" = "C"\n',
            "mappings.toml: [teams] 'A' is mapped to 'B', which is mapped to 'C': map both to that",
        ),
        (
            '[people]\nmerged = ["x"]\n',
            'mappings.toml: [people] has merged_identifier_types = ["..."] and nothing else',
        ),
        (
            '[people]\nmerged_identifier_types = "x"\n',
            'mappings.toml: [people] merged_identifier_types is a list of texts: ["Merged person id"]',
        ),
    ],
)
def test_what_is_wrong_is_refused_in_one_line_that_names_its_place(file: Path, text: str, refused: str) -> None:
    with pytest.raises(Refused) as error:
        read(file, text)
    assert str(error.value).startswith(refused)
    assert "\n" not in str(error.value)


def test_a_file_in_another_encoding_is_refused(file: Path) -> None:
    file.write_bytes('[teams]\n"Équipe" = "Team"\n'.encode("latin-1"))
    with pytest.raises(Refused, match=r"mappings.toml: can't be read"):
        read_mappings(file)


def test_a_spelling_is_read_in_any_case(file: Path) -> None:
    codes = read(file, WHOLE).codes["invo_professional_role_id"]
    column = Column("invo_professional_role_id", "text", "", codes={"CW": "Allocated case worker"})
    assert code_of(column, "LEAD SOCIAL WORKER", codes) == "CW"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("CIN Visits", "cin visits"),
        (" CIN Visits.CSV ", "cin visits"),
        ("visits.parquet", "visits"),
        ("dbo.visits", "dbo.visits"),
        ("visits.csv.csv", "visits.csv"),
    ],
)
def test_a_table_is_known_by_its_file_s_name_without_the_ending(written: str, name: str) -> None:
    assert table_name(written) == name


def test_roles_stand_in_a_section_of_their_own() -> None:
    assert section_of("invo_professional_role_id") == "roles"
    assert section_of("cles_in_touch") == "codes.cles_in_touch"

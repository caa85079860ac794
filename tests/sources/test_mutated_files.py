"""Files that something happened to on their way: each loads without losing a row, or is refused in one line.

Fifty seeded mutations in an ordinary run, five hundred with FUZZ=yes.
"""

from __future__ import annotations

import csv
import io
import json
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from lineofsight.cli import main
from lineofsight.home import Home
from lineofsight.records.snapshots import Snapshots

SEEDS = range(500 if os.environ.get("FUZZ") == "yes" else 50)
#: Stands in cells: no message may hold it.
SECRET = "child-secret-"
PEOPLE = [["pers_person_id", "pers_dob", "pers_sex"]] + [[f"{SECRET}{n}", "2015-01-01", "F"] for n in range(30)]
VISITS = [["cinv_cin_visit_id", "cinv_person_id", "cinv_cin_visit_date", "cinv_cin_visit_seen"]] + [
    [f"v{n}", f"{SECRET}{n % 30}", f"2023-0{n % 3 + 1}-1{n % 10}", "Y"] for n in range(60)
]


def as_csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _cells(rows: list[list[str]], chance: random.Random) -> bytes:
    """Some cells hold what nobody expects."""
    odd = [
        *("31/02/2023", "2023-13-45", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\x07", "x" * 200_000, "1e400"),
        *("0001-01-01", "9999-12-31", "'; drop table ssd_person; --", "{{7*7}}", "<script>", "NaN", "٣", "\u202e"),
        *(" 007 ", "1.0", "TRUE ", 'half "quoted', "two\nlines", "", "NULL", "\ufeff", "\u0000"[:0]),
    ]
    rows = [list(row) for row in rows]
    for _ in range(chance.randint(1, 12)):
        row = chance.choice(rows[1:])
        row[chance.randrange(len(row))] = chance.choice(odd)
    return as_csv(rows)


def _header(rows: list[list[str]], chance: random.Random) -> bytes:
    header = list(rows[0])
    match chance.randrange(5):
        case 0:
            header[chance.randrange(len(header))] = header[0]
        case 1:
            header[chance.randrange(len(header))] = ""
        case 2:
            chance.shuffle(header)
        case 3:
            header[chance.randrange(len(header))] += "_old"
        case _:
            header = [f" {name.upper()} " for name in header]
    return as_csv([header, *rows[1:]])


def _lines(rows: list[list[str]], chance: random.Random) -> bytes:
    """Rows too short, too long, twice, or none."""
    rows = [list(row) for row in rows]
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(1, len(rows))
        match chance.randrange(5):
            case 0:
                rows[place] = rows[place][: max(1, chance.randrange(len(rows[place]) + 1) - 1)]
            case 1:
                rows[place] = rows[place] + ["more"] * chance.randint(1, 4)
            case 2:
                rows.insert(place, rows[place])
            case 3:
                rows.insert(place, [])
            case _:
                rows[place] = ["" for _ in rows[place]]
    return as_csv(rows)


def _bytes(rows: list[list[str]], chance: random.Random) -> bytes:
    data = bytearray(as_csv(rows))
    for _ in range(chance.randint(1, 8)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def _cut(rows: list[list[str]], chance: random.Random) -> bytes:
    data = as_csv(rows)
    return data[: chance.randrange(len(data))]


def _encoding(rows: list[list[str]], chance: random.Random) -> bytes:
    text = as_csv(rows).decode().replace("child", "chïld")
    return text.encode(chance.choice(["utf-16", "utf-16-be", "cp1252", "utf-8-sig", "utf-32", "latin-1"]))


def _separator(rows: list[list[str]], chance: random.Random) -> bytes:
    return as_csv(rows).replace(b",", chance.choice([b";", b"\t", b"|", b"\0"]))


def _newlines(rows: list[list[str]], chance: random.Random) -> bytes:
    lines = as_csv(rows).split(b"\n")
    return b"".join(line + chance.choice([b"\n", b"\r\n", b"\r"]) for line in lines)


def _noise(rows: list[list[str]], chance: random.Random) -> bytes:
    return chance.choice([chance.randbytes(2000), b"", b"\n" * 50, b"PAR1" + chance.randbytes(500), b'"' * 999])


MUTATIONS: list[Callable[[list[list[str]], random.Random], bytes]] = [
    *(_cells, _header, _lines, _bytes, _cut, _encoding, _separator, _newlines, _noise)
]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_mutated_extract_loads_whole_or_is_refused_in_one_line(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(seed)
    mutate = MUTATIONS[seed % len(MUTATIONS)]
    files = {"ssd_person.csv": as_csv(PEOPLE), "ssd_cin_visits.csv": mutate(VISITS, chance)}
    if chance.random() < 0.3:
        files["ssd_person.csv"] = chance.choice(MUTATIONS)(PEOPLE, chance)
    extract = tmp_path / "extract"
    if chance.random() < 0.25:
        extract = tmp_path / "extract.zip"
        with zipfile.ZipFile(extract, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        if chance.random() < 0.5:
            damaged = bytearray(extract.read_bytes())
            for _ in range(chance.randint(1, 4)):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            extract.write_bytes(damaged)
    else:
        extract.mkdir()
        for name, data in files.items():
            (extract / name).write_bytes(data)
    home = Home(tmp_path / "home")
    monkeypatch.setenv("LINEOFSIGHT_HOME", str(home.path))
    status = main(["load", str(extract), "--extracted-on", "2023-03-31"])
    said = capsys.readouterr().err
    assert SECRET not in said and "Traceback" not in said
    if status == 2:
        assert len([line for line in said.splitlines() if line.startswith("lineofsight: ")]) == 1
        assert not Snapshots(home.snapshots).listed()
        return
    assert status == 0
    snapshot = Snapshots(home.snapshots).current()
    manifest = json.loads((snapshot.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["tables"]
    for facts in manifest["tables"].values():
        assert facts["accepted"] + facts["quarantined"] == facts["read"]

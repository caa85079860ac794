"""A council's own rules are read as a tree before they are first used, and not again until they change."""

from __future__ import annotations

from pathlib import Path

import pytest

from lineofsight.records.checks import own
from lineofsight.records.checks.own import check_own_rules
from lineofsight.records.checks.rules import read_rules
from tests.records.checks.councils import OWN_RULE, with_rule


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The rules that were read as a tree."""
    codes: list[str] = []
    parsed = own.parsed

    def counted(rule: object) -> object:
        codes.append(rule.code)  # type: ignore[attr-defined]
        return parsed(rule)  # type: ignore[arg-type]

    monkeypatch.setattr(own, "parsed", counted)
    return codes


def test_shipped_rules_are_not_read_as_a_tree(read: list[str]) -> None:
    assert check_own_rules(read_rules()) == {}
    assert read == []


def test_what_an_own_rule_reads_is_found_and_kept_until_it_changes(tmp_path: Path, read: list[str]) -> None:
    (tmp_path / "home").mkdir()
    cache = tmp_path / "home" / "cache"
    rules = with_rule(tmp_path / "own", OWN_RULE)
    reads = check_own_rules(rules, cache)
    assert reads == {
        "OWN-01": {"ssd_cin_episodes": ("cine_person_id", "cine_referral_date", "cine_referral_id", "file_row")}
    }
    assert check_own_rules(rules, cache) == reads
    assert read == ["OWN-01"]
    for spoilt in ("", "[]", '{"OWN-01": 3}'):
        [kept] = cache.iterdir()
        kept.write_text(spoilt, encoding="utf-8")
        assert check_own_rules(rules, cache) == reads
    changed = with_rule(tmp_path / "own", OWN_RULE.replace("cine_referral_date as value", "1 as value"))
    assert "cine_referral_date" not in check_own_rules(changed, cache)["OWN-01"]["ssd_cin_episodes"]
    assert len(read) == 5


def test_a_star_reads_every_column(tmp_path: Path) -> None:
    select = "select file_row, cine_person_id as person_id from (select * from ssd_cin_episodes) as all_columns\n"
    rules = with_rule(tmp_path / "own", OWN_RULE[: OWN_RULE.index("*/") + 3] + select)
    assert "cine_close_reason" in check_own_rules(rules)["OWN-01"]["ssd_cin_episodes"]


def test_checking_makes_no_home_where_there_is_none(tmp_path: Path) -> None:
    check_own_rules(with_rule(tmp_path / "own", OWN_RULE), tmp_path / "home" / "cache")
    assert not (tmp_path / "home").exists()

"""Writes the bank holidays of England that the calendar ships, from two well-kept libraries.

GOV.UK's own list, as the package `govuk-bank-holidays` carries it, for the years that it states; the package
`holidays` (by rule, with the one-off days) for the years before. Run it when a new release states another year:

    .venv/bin/python scripts/bank_holidays.py
"""

import csv
import datetime as dt
from pathlib import Path

import holidays
from govuk_bank_holidays.bank_holidays import BankHolidays

FIRST_YEAR = 1990
TO = Path(__file__).parents[1] / "src" / "lineofsight" / "calendar" / "bank_holidays_england.csv"


def bank_holidays() -> list[tuple[dt.date, str, str]]:
    """Day, name and source of each bank holiday in England from 1990 to the last year that GOV.UK states."""
    stated = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    first_stated = min(holiday["date"].year for holiday in stated)
    by_rule = holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST_YEAR, first_stated))
    rows = [(day, name, "holidays") for day, name in by_rule.items() if day.weekday() < 5]
    rows += [(h["date"], h["title"].replace("’", "'"), "govuk-bank-holidays") for h in stated]
    return sorted(rows)


def main() -> None:
    with TO.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["day", "name", "source"])
        writer.writerows(bank_holidays())


if __name__ == "__main__":
    main()

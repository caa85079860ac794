"""The command `check`: what is wrong with the records, counted, listed, accepted, and as workbooks."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import Any

from lineofsight.commands.saying import say
from lineofsight.commands.tables import write
from lineofsight.home import Home
from lineofsight.problems import Refused


def check(call: argparse.Namespace) -> int:
    from lineofsight.checking import RANGES, Checked, range_rows
    from lineofsight.council import Council
    from lineofsight.records.checks import listing
    from lineofsight.records.checks.over_time import over_time

    council = Council(Home.from_environment())
    checked = Checked(council, dt.date.today())  # noqa: DTZ011 - the day where the council is
    accepting = call.what[:1] == ["accept"]
    codes = call.what[1:] if accepting else call.what
    if len(codes) > 1:
        raise Refused("Name one rule: lineofsight check CODE, or lineofsight check accept CODE")
    call.code = codes[0] if codes else None
    if accepting:
        return _accept(call, checked)
    if call.code and call.code not in checked.rules:
        raise Refused(f"There is no rule {call.code!r}: `lineofsight check --all` lists them")
    findings = checked.findings
    if call.team and call.team not in listing.teams(findings):
        have = ", ".join(filter(None, listing.teams(findings))) or "none"
        raise Refused(f"There are no findings of a team {call.team!r}. Teams that have some: {have}")
    if call.to:
        return _write_findings(checked, call.to)
    if call.figures:
        month = call.month or council.latest_month
        counted = council.count([month], refs=call.indicator)
        rows = [row for row in range_rows(checked, checked.ranges(counted)) if not call.code or row[3] == call.code]
        write(call.format, RANGES, rows)
    elif call.over_time:
        write(call.format, *over_time(checked.points(), "team" if call.by == "team" else call.by or "severity"))
    elif call.listed:
        write(call.format, *listing.listed(findings, code=call.code, team=call.team))
    elif call.by not in (None, "rule"):
        write(call.format, *listing.by_group(findings, call.by))
    else:
        columns, rows = listing.by_rule(findings, distorts=checked.distorts)
        state = columns.index("state")
        waiting = sum(row[state].startswith("not run") for row in rows)
        rows = [
            row for row in rows if call.all or call.code or row[state] in ("found", "accepted") or "fail" in row[state]
        ]
        rows = [row for row in rows if not call.code or row[0] == call.code]
        if call.format == "table" and not call.code:
            shown = [columns.index(name) for name in ("code", "severity", "faults", "rows", "accepted", "distorts")]
            rows = [(*(row[n] for n in shown), checked.rules[row[0]].title, row[state]) for row in rows]
            columns = (*(columns[n] for n in shown), "what is wrong", "state")
        write(call.format, columns, rows)
        if waiting and not call.all and not call.code:
            say(f"{waiting} rules were not run, for want of what they read: `lineofsight check --all` lists them")
    return 1 if call.strict and checked.to_mend else 0


def _accept(call: argparse.Namespace, checked: Any) -> int:
    from lineofsight.records.checks.accepted import accept

    if not call.code:
        raise Refused("Say which rule: lineofsight check accept CODE --record KEY or --child ID")
    if call.until is None:
        raise Refused("A finding is accepted until a day: add --until DATE")
    accepted = accept(
        checked.council.home.accepted_findings,
        checked.rules,
        code=call.code,
        reason=call.reason,
        by=call.by_whom,
        until=call.until,
        today=checked.today,
        table=call.table or "",
        record=call.record or "",
        person_id=call.child or "",
        among=checked.findings,
    )
    say(f"Accepted until {accepted.until}: {accepted.code} of {accepted.table}")
    return 0


def _write_findings(checked: Any, folder: Path) -> int:
    from lineofsight.reports.findings_xlsx import write_all

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for file in write_all(
        checked.findings, folder, council=checked.council.snapshot.council, distorts=checked.distorts
    ):
        say(f"{file} written")
    return 0

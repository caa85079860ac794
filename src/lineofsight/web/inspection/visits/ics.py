"""The timeline of a visit as a calendar file: one entry for each step, a whole day each."""

from __future__ import annotations

import datetime as dt

from icalendar import Calendar, Event

from lineofsight.web.inspection.models import Visit, VisitStep


def calendar_file(visit: Visit, made_at: dt.datetime) -> bytes:
    """The days of a visit and its steps that are not left out, as iCalendar (RFC 5545). No child is in it.

    Entries keep their identity: importing it again moves what moved, where the calendar supports that.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Line of Sight//Inspection//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", visit.title)
    if visit.on_site_on is not None and visit.on_site_until is not None:
        entry = _entry(f"visit-{visit.pk}", visit.title, visit.on_site_on, visit.on_site_until, made_at, visit.version)
        entry.add("description", visit.theme)
        calendar.add_component(entry)
    for step in visit.steps.exclude(state=VisitStep.State.NOT_NEEDED).select_related("owner", "deputy"):
        done = "Done: " if step.state == VisitStep.State.DONE else ""
        forecast = " (forecast)" if step.forecast else ""
        entry = _entry(
            f"step-{step.pk}", f"{done}{step.title}{forecast}", step.due_on, step.due_on, made_at, step.version
        )
        facts = [
            ("By", step.due_at),
            ("Who", step.whose or "nobody is named yet"),
            ("Deputy", step.deputy_is),
            ("", step.what),
            ("", "Check against the current framework." if step.unsure else ""),
        ]
        entry.add("description", "\n".join(f"{name}: {text}" if name else text for name, text in facts if text))
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _entry(uid: str, title: str, first: dt.date, last: dt.date, made_at: dt.datetime, version: int) -> Event:
    entry = Event()
    entry.add("uid", f"{uid}@lineofsight.invalid")
    entry.add("summary", title)
    entry.add("dtstart", first)
    entry.add("dtend", last + dt.timedelta(days=1))  # the end of a whole day is the day after
    entry.add("dtstamp", made_at.astimezone(dt.UTC))
    entry.add("sequence", version)
    entry.add("transp", "TRANSPARENT")
    return entry

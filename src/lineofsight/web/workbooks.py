"""Hands out a list as a workbook with a protective marking, and says on it what it is and who took it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

from lineofsight.home import Home
from lineofsight.reports import wording
from lineofsight.reports.listing_xlsx import Column, Listing, write_listing
from lineofsight.web.seen import Seen

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(
    seen: Seen,
    *,
    name: str,
    title: str,
    facts: Sequence[tuple[str, str]],
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    group: str | None = None,
) -> HttpResponse:
    """A list as an xlsx file to save. `name` becomes the file's name, with nothing but letters and digits."""
    snapshot, now = seen.counted.snapshot, timezone.now()
    listing = Listing(
        title=title,
        columns=columns,
        rows=rows,
        facts=[
            ("Council", snapshot.council or "not named"),
            ("Data as at", wording.day(snapshot.extracted_on)),
            ("Snapshot", snapshot.id),
            *facts,
            ("Exported by", f"{seen.user.name} ({seen.user.username})"),
            ("Exported on", f"{timezone.localtime(now):%d/%m/%Y %H:%M}"),
            *([("Made up", "No real child is in it")] if snapshot.made_up else []),
        ],
        marking=settings.LINEOFSIGHT_SITE.marking,
        group=group,
        exported_at=now,
    )
    held = io.BytesIO()
    scratch = Home(settings.LINEOFSIGHT_HOME).cache / "exports"
    scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_listing(held, listing, scratch=scratch)
    response = HttpResponse(held.getvalue(), content_type=XLSX)
    safe = re.sub(r"[^A-Za-z0-9.-]+", "-", name).strip("-.") or "list"
    response["Content-Disposition"] = f'attachment; filename="{safe}.xlsx"'
    return response

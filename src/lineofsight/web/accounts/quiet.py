"""Keeps addresses out of the log: an address can name a child."""

from __future__ import annotations

import logging


class WithoutAddresses(logging.Filter):
    """Writes the name of a page where Django would write its address."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if record.name.startswith("django.") and request is not None:
            match = getattr(request, "resolver_match", None)
            page = match.view_name if match else "no page"
            record.msg, record.args = f"{getattr(record, 'status_code', '')} at {page}", ()
        return True

"""How an uploaded file is called: its name is made safe to show and to hand out, and never becomes a path here."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

LONGEST = 120
#: What no system wants in the name of a file.
_UNWANTED = re.compile(r'[<>:"|?*/\\%;]')
_SPACES = re.compile(r"\s+")


def cleaned(name: str) -> str:
    """A name without folders, control and invisible characters, cut to 120 characters before its ending.

    >>> cleaned("../../etc/Plan\\x00 \\u202efdp..pdf"), cleaned("C:\\\\Elder\\\\Plan.PDF"), cleaned(".pdf")
    ('Plan fdp.pdf', 'Plan.pdf', 'document.pdf')
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(_kept(letter) for letter in last)
    kept = _SPACES.sub(" ", _UNWANTED.sub("", kept)).strip(" .")
    stem, ending = _parted(kept, last)
    stem = stem.strip(" .")[:LONGEST].strip(" .") or "document"
    return f"{stem}.{ending}" if ending else stem


def ending_of(name: str) -> str:
    """What stands behind the last full stop, in lower case; empty where there is none."""
    return cleaned(name).rpartition(".")[2] if "." in cleaned(name) else ""


def disposition(name: str) -> str:
    """The header that has a browser save a file under a name, in both forms of RFC 6266.

    >>> disposition("Plan für Eulen.pdf")
    'attachment; filename="Plan fur Eulen.pdf"; filename*=UTF-8\\'\\'Plan%20f%C3%BCr%20Eulen.pdf'
    """
    safe = cleaned(name)
    plain = unicodedata.normalize("NFKD", safe).encode("ascii", "ignore").decode("ascii")
    if not plain.rpartition(".")[0].strip():
        plain = f"document.{ending_of(safe)}" if ending_of(safe) else "document"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(safe, safe='')}"


def _kept(letter: str) -> str:
    """A letter, a space in place of any kind of space, nothing in place of what can't be seen."""
    if letter.isspace():
        return " "
    return "" if unicodedata.category(letter).startswith("C") else letter


def _parted(kept: str, last: str) -> tuple[str, str]:
    stem, stop, ending = kept.rpartition(".")
    if not stop:  # nothing but an ending (".pdf"), or no ending at all
        only_ending = last.strip().startswith(".") and kept
        return ("", kept.lower()) if only_ending and kept.isalnum() else (kept, "")
    return (stem, ending.lower()) if ending.isalnum() and len(ending) <= 8 else (kept, "")

"""Keeps the key that the site signs with: made once, readable by its owner alone."""

from __future__ import annotations

import os
import secrets

from lineofsight.home import Home
from lineofsight.problems import Refused


def kept_secret_key(home: Home) -> str:
    """The key in the home folder's `secret_key`; made there if there is none. Refused where it can't be kept.

    Two processes that start at once end up with the same key: whichever file is linked first stays.
    """
    file = home.path / "secret_key"
    try:
        if not file.exists():
            home.create()
            draft = home.path / f".secret_key-{os.getpid()}-{secrets.token_hex(4)}"
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as writer:
                writer.write(secrets.token_urlsafe(64))
            try:
                os.link(draft, file)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        if file.stat().st_mode & 0o077:
            file.chmod(0o600)
        key = file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise Refused(
            f"{file}: the site's key can't be kept there ({error.strerror}): make the folder writable to its owner"
        ) from None
    if len(key) < 50:
        raise Refused(f"{file}: is no key: delete it and start the site again, which makes a new one")
    return key

"""Writes each Notice as a mail file (.eml) and a page (.html) into a folder: the default on one machine.

What is for Slack, Google Chat or a signed webhook is written too (.json), as they would get it: with the outbox nobody
is written to. The file names come from the mail's key, and a file appears whole or not at all, so a repeat is harmless.
A mail that cannot be written as one (a line break in a header) is refused for good.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from shared.core.channels import webhook
from shared.core.claims import ReadBack
from shared.core.errors import PlatformUnavailable
from shared.core.interaction import hashed
from shared.core.ports import Mail
from shared.notifiers._base import fit
from shared.notifiers._messages import BY_WORD


class Outbox:
    """Keeps the Notifier promise over a folder."""

    read_back = ReadBack.REPEAT
    takes_all = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    @classmethod
    def open(cls, environ: Mapping[str, str]) -> Outbox:
        """The outbox of this deployment: `outbox` in the folder HEARD_DATA (default `var`)."""
        return cls(Path(environ.get("HEARD_DATA") or "var") / "outbox")

    def send(self, mail: Mail) -> str:
        name = _name(mail.key)
        found = webhook(mail.to)
        if found is not None:
            message = {"to": mail.to, "message": BY_WORD[found.word](mail)}
            files = {
                f"{name}.json": json.dumps(message, indent=1, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
            }
        else:
            data, *_ = fit("outbox", mail)
            page = {} if mail.html is None else {f"{name}.html": mail.html.encode()}
            files = {**page, f"{name}.eml": data}
        try:
            for file, content in files.items():
                self._write(file, content)
        except OSError as error:
            raise PlatformUnavailable("outbox", "send", type(error).__name__) from error
        return next(reversed(files))

    def _write(self, name: str, data: bytes) -> None:
        handle, draft = tempfile.mkstemp(dir=self._folder, prefix=".draft-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(draft).replace(self._folder / name)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise


def _name(key: str) -> str:
    """A file's name that says what it is; the hash keeps keys apart that read alike once they are cleaned."""
    words = re.sub(r"[^A-Za-z0-9._@+-]+", "-", key).strip("-.")[:160]
    return f"{words}-{hashed('outbox', key)[:8]}".lstrip("-")


plugin = Outbox

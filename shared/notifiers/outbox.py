"""Writes each Notice as a mail file (.eml) and a page (.html) into a folder: the default on one machine.

The file names come from the mail's key, and a file appears whole or not at all, so a repeat is harmless.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from shared.core.claims import ReadBack
from shared.core.errors import PlatformUnavailable
from shared.core.mail import to_bytes
from shared.core.ports import Mail


class Outbox:
    """Keeps the Notifier promise over a folder."""

    read_back = ReadBack.REPEAT

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    @classmethod
    def open(cls, environ: Mapping[str, str]) -> Outbox:
        """The outbox of this deployment: `outbox` in the folder HEARD_DATA (default `var`)."""
        return cls(Path(environ.get("HEARD_DATA") or "var") / "outbox")

    def send(self, mail: Mail) -> str:
        name = re.sub(r"[^A-Za-z0-9._@+-]+", "-", mail.key).strip("-.")[:180]
        try:
            if mail.html is not None:
                self._write(f"{name}.html", mail.html.encode())
            self._write(f"{name}.eml", to_bytes(mail))
        except OSError as error:
            raise PlatformUnavailable("outbox", "send", type(error).__name__) from error
        return f"{name}.eml"

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


plugin = Outbox

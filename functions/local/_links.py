"""Links to the desk without any setting: on one machine the pages are at the responder's own address.

The key that signs them is made at the first start and kept beside the ledger, so that links outlive a restart.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from shared.core.errors import ConfigurationError
from shared.settings import is_loopback

KEY_FILE: Final = "link.key"


def with_links(environ: Mapping[str, str], data: Path, address: str | None) -> dict[str, str]:
    """The environment with HEARD_DESK_URL and HEARD_LINK_KEY, unless somebody set the first, or `address` is None.

    Others cannot reach loopback: for colleagues elsewhere the address must be set. Raises ConfigurationError where the
    key cannot be kept.
    """
    if environ.get("HEARD_DESK_URL") or address is None or not is_loopback(address):
        return dict(environ)
    key = environ.get("HEARD_LINK_KEY") or _kept(data / KEY_FILE)
    return {**environ, "HEARD_DESK_URL": address.rstrip("/"), "HEARD_LINK_KEY": key}


def _kept(file: Path) -> str:
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_hex(32))
            new.flush()
            os.fsync(new.fileno())
    except FileExistsError:
        pass
    except OSError as error:
        raise ConfigurationError(f"{file}: cannot be written ({error.strerror}); name another HEARD_DATA") from error
    try:
        return file.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file}: cannot be read ({type(error).__name__}); remove it, or mend it") from error

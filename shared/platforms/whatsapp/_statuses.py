"""Statuses: what WhatsApp tells later of a message that we sent, and the mark by which it is known whose it was.

What we send carries the Entry and the slot that it answers (`biz_opaque_callback_data`), and WhatsApp brings that back
with each status. Three come for every message that arrives; `sent` alone goes on, for it settles a lost answer, and
`delivered` and `read` would settle nothing more. A failure always goes on, unless another tool's mark is on it.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from shared.core.interaction import Outcome
from shared.core.ports import Order
from shared.platforms._base import moment
from shared.platforms.whatsapp._codes import NAME, meaning
from shared.platforms.whatsapp._content import Part, id_of, parts, text_of

FIELD: Final = "biz_opaque_callback_data"
_MARK: Final = r"([0-9a-f]{40})\.([a-z][a-z0-9_/]{0,79})"
_CODE: Final = r"[A-Za-z0-9_-]{1,20}"


def marked(order: Order) -> dict[str, str]:
    """What goes along unseen with a message; nothing where nobody said which Claim it is for."""
    mark = f"{order.entry}.{order.slot}"
    return {FIELD: mark} if re.fullmatch(_MARK, mark, re.ASCII) else {}


def read_status(status: Part, account: str | None, received_at: datetime) -> Outcome | str:
    """What became of a message of ours; else the name under which it is counted, a failure with its code."""
    said, receipt = text_of(status, "status") or "unnamed", id_of(status, "id")
    code = _code(status) if said == "failed" else None
    counted = f"status.{said[:20]}.{code}" if code else f"status.{said}"
    given = status.get(FIELD)
    mark = re.fullmatch(_MARK, given, re.ASCII) if isinstance(given, str) else None
    ours = mark is not None or (said == "failed" and not given)
    if said not in ("sent", "failed") or not ours or account is None or receipt is None:
        return counted
    failed = said == "failed"
    return Outcome(
        platform=NAME,
        account=account,
        receipt=receipt,
        failed=failed,
        received_at=received_at,
        entry=mark[1] if mark else "",
        slot=mark[2] if mark else "",
        why=("" if not failed else meaning(code) if code else "no code was given"),
        at=moment(status.get("timestamp")),
    )


def _code(status: Part) -> str | None:
    named = (id_of(one, "code") for one in parts(status, "errors"))
    return next((one for one in named if one is not None and re.fullmatch(_CODE, one, re.ASCII)), None)

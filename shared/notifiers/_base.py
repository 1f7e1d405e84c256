"""What notifiers over a network share: a mail that is fit to leave, one deadline, and how an outcome is told.

The rule that both follow: what is wrong with **this mail** is refused for good; what is wrong with **us** (a login, a
certificate, a paused account) waits, however final the answer sounded, so that no digest is lost while somebody
repairs it. Either way one line in the log says so, without an address and without a word of the other side's.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Mapping

from shared import log
from shared.core.errors import ActionRefused, OutcomeUnknown, PlatformUnavailable
from shared.core.mail import MailUnfit, envelope, to_bytes
from shared.core.ports import Mail
from shared.settings import Settings

_SHARE = 0.8  # of a call's time; the rest is for committing the Claim before the call, and its end after it


class Deadline:
    """One moment by which everything must be over, however many steps it takes. Monotonic."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds until then, more than 0. Raises TimeoutError when it is past."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def shorten(self, seconds: float) -> None:
        """From now on no longer than this."""
        self._end = min(self._end, time.monotonic() + seconds)


def call_seconds(environ: Mapping[str, str]) -> float:
    """How long one mail may take in all: less than HEARD_CALL_TIMEOUT, which the Claim was told."""
    return Settings.read(environ).call_timeout * _SHARE


def connected(host: str, port: int, deadline: Deadline) -> socket.socket:
    """A connection to one of a name's addresses, each of which gets its share of the time that is left.

    Looking the name up cannot be cut short; but nothing is sent once the time is over.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    failed: OSError = OSError("no address")
    for number, (family, kind, protocol, _name, address) in enumerate(found):
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(deadline.left() / (len(found) - number))
            sock.connect(address)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return sock
        except OSError as error:
            failed = error
            sock.close()
    raise failed


def fit(notifier: str, mail: Mail) -> tuple[bytes, str, str]:
    """The mail's bytes, and the bare addresses of sender and recipient. Raises ActionRefused where it can be none."""
    try:
        return to_bytes(mail), *envelope(mail)
    except ValueError as error:
        raise refused(notifier, str(error) if isinstance(error, MailUnfit) else type(error).__name__) from None


def refused(notifier: str, why: str, **ids: str) -> ActionRefused:
    """The error to raise when this mail is refused for good."""
    log.error("mail.failed", notifier=notifier, outcome="refused", why=why, **ids)
    return ActionRefused(notifier, "send", why)


def waits(
    notifier: str, why: str, *, setting: str | None = None, retry_after: float | None = None
) -> PlatformUnavailable:
    """The error to raise when this mail certainly did not go. `setting`: the variable that may be wrong."""
    log.warning("mail.failed", notifier=notifier, outcome="waits", why=why, setting=setting)
    return PlatformUnavailable(notifier, "send", why, retry_after)


def lost(notifier: str, why: str) -> OutcomeUnknown:
    """The error to raise when this mail may have gone."""
    log.error("mail.failed", notifier=notifier, outcome="unknown", why=why)
    return OutcomeUnknown(notifier, "send", why)

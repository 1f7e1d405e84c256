"""Everything that can go wrong, as one tree.

    ResponderError
    |- ConfigurationError        we are set up wrong; refuse to start
    |   |- MissingSecret, UnknownPlugin, RuleInvalid
    |- DeliveryRejected          the sender is at fault; we never retry; carries an HTTP status
    |   |- UnknownPlatform 404, MethodNotAllowed 405, DeliveryTooLarge 413, DeliveryEncoded 415
    |   |- SignatureInvalid 401  anything odd while verifying ends up here
    |   |   |- SignatureExpired 401
    |   |- ChallengeFailed 403, or 400 when malformed
    |- DeliveryUnreadable        verified, but not what we know: parked, answered 200
    |- PlatformError             we called a platform and it did not go through
    |   |- PlatformUnavailable   certainly not applied (no connection, 429): try again later
    |   |- OutcomeUnknown        the answer was lost (timeout, reset, 5xx): read back before anything else
    |   |- ActionRefused         refused for good (gone, forbidden, outside the messaging window)
    |   |- ActionUnsupported     a rule asked for what this platform cannot do
    |- BackendUnavailable        store, bus or notifier did not answer: try again

What becomes of each (an HTTP status, a wait, a redelivery) stands in one table in `shared/door.py`. Texts are rendered
from the facts, and hold no secret and no words that people wrote.
"""

from __future__ import annotations


class ResponderError(Exception):
    """Root of every error that Heard raises on purpose."""


class ConfigurationError(ResponderError):
    """We are set up wrong. The message says what came, what was expected and what to change."""


class MissingSecret(ConfigurationError):
    """A secret is missing, blank, a placeholder or too short. Names the setting, never the value."""

    def __init__(self, setting: str, why: str) -> None:
        super().__init__(f"{setting} {why}. Set the environment variable {setting} to the real secret and start again.")
        self.setting = setting
        self.why = why


class UnknownPlugin(ConfigurationError):
    """A name for which its plug-in room holds no module."""

    def __init__(self, room: str, name: str, known: list[str]) -> None:
        super().__init__(f"no {name!r} in shared/{room}; there is: {', '.join(known) or 'nothing'}")
        self.room = room
        self.name = name
        self.known = known


class RuleInvalid(ConfigurationError):
    """A brand, connection or rule file that cannot be used: file, rule, field, what came, what was expected."""

    def __init__(self, file: str, field: str, came: str, expected: str, rule: str | None = None) -> None:
        named = f" rule {rule!r}" if rule else ""
        super().__init__(f"{file}:{named} field {field!r}: came {came}; expected {expected}")
        self.file = file
        self.rule = rule
        self.field = field
        self.came = came
        self.expected = expected


class DeliveryRejected(ResponderError):
    """A request we do not take. `status` is what its sender gets."""

    status = 400


class UnknownPlatform(DeliveryRejected):
    """The path is not the exact name of a declared connection."""

    status = 404


class MethodNotAllowed(DeliveryRejected):
    """Neither GET nor POST."""

    status = 405


class DeliveryTooLarge(DeliveryRejected):
    """The body is over the limit (5 MiB by default)."""

    status = 413


class DeliveryEncoded(DeliveryRejected):
    """A Content-Encoding other than identity: we verify bytes as sent and never unpack strangers' archives."""

    status = 415


class SignatureInvalid(DeliveryRejected):
    """The request does not prove that its sender holds a current secret. Deliberately without detail."""

    status = 401


class SignatureExpired(SignatureInvalid):
    """The signature may be right, but its timestamp is outside the scheme's tolerance."""


class ChallengeFailed(DeliveryRejected):
    """A platform's test of our address that we must not pass: 403, or 400 where it is malformed."""

    def __init__(self, why: str, status: int = 403) -> None:
        super().__init__(why)
        self.status = status


class DeliveryUnreadable(ResponderError):
    """Verified, yet not what we know. `why` names the field, never its content."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class PlatformError(ResponderError):
    """A call to a platform that did not go through. `why` is a code or a class name, never a body."""

    def __init__(self, platform: str, action: str, why: str) -> None:
        super().__init__(f"{platform} {action}: {why}")
        self.platform = platform
        self.action = action
        self.why = why


class PlatformUnavailable(PlatformError):
    """Certainly not applied: no connection, DNS, TLS or a rate limit. `retry_after` is in seconds, or None."""

    def __init__(self, platform: str, action: str, why: str, retry_after: float | None = None) -> None:
        super().__init__(platform, action, why)
        self.retry_after = retry_after


class OutcomeUnknown(PlatformError):
    """The call may have taken effect: a timeout or reset after bytes left, or any 5xx. Never just repeated."""


class ActionRefused(PlatformError):
    """Refused for good; repeating cannot help."""


class ActionUnsupported(PlatformError):
    """The platform has no such capability."""


class BackendUnavailable(ResponderError):
    """A store, bus or notifier failed. `which` names it, `why` is a code or a class name."""

    def __init__(self, which: str, why: str) -> None:
        super().__init__(f"{which} unavailable: {why}")
        self.which = which
        self.why = why

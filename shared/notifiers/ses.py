"""Sends each Notice through Amazon SES (API v2, the mail's own bytes): HEARD_NOTIFIER=ses.

    HEARD_SES_REGION              the region in which the sender's domain is verified; else AWS_REGION
    HEARD_SES_CONFIGURATION_SET   a configuration set for events about mails, if you have one
    HEARD_SES_ENDPOINT            another address than the region's own; plain http only to this very machine

Keys as in `_aws`. SES has no key that would make a repeat harmless, and botocore repeats what it lost by itself; so its
retries are off, and after a lost answer a mail is left alone. But each mail has tags, which come back with its events
(see `_returns_ses`), also when the answer to our call was lost: those say what became of it.

SES puts a Message-ID and a Date of its own into the mail, so the receipt is the id that it returns
(https://docs.aws.amazon.com/ses/latest/dg/header-fields.html, read 2026-11-22). A tag's value is of letters, digits, _
and - (https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_MessageTag.html, read 2026-11-22).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from shared.core.claims import ReadBack
from shared.core.errors import ConfigurationError, PlatformError
from shared.core.mail import mark_of
from shared.core.ports import Mail
from shared.notifiers._aws import (
    REGION,
    SETTINGS,
    TAG_AT,
    TAG_MARK,
    Clients,
    Keys,
    code_of,
    is_certificate,
    is_private,
    read_keys,
)
from shared.notifiers._base import Deadline, call_seconds, fit, lost, refused, waits

_OF_THE_MAIL: Final = frozenset({"MessageRejected", "BadRequestException"})
"""What SendEmail says of one mail. All else of 400 to 499 is about us: our keys, our account, our pace. As documented
in https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html, and in botocore's model 1.44.5 (both
read 2026-11-22); any other name counts as about us, since a mail that waits is not lost."""
_SETTINGS: Final = SETTINGS | {
    "NotFoundException": "HEARD_SES_CONFIGURATION_SET",
    "MailFromDomainNotVerifiedException": "HEARD_SES_REGION",
}
_UNTRACKED: Final = {"Tracking": {"OpenTrackingEnabled": "DISABLED", "ClickTrackingEnabled": "DISABLED"}}
"""No picture that tells who opened it, no link that tells who went where, whatever the account or the configuration set
are set to (https://docs.aws.amazon.com/ses/latest/dg/configuration-overrides.html, read 2026-11-22)."""
_LONGEST_WAIT: Final = 3600.0  # seconds that we believe a Retry-After


@dataclass(frozen=True, slots=True)
class Account:
    """Where mails are handed over, and with which keys (none: boto3's own chain)."""

    region: str
    keys: Keys | None = None
    configuration_set: str | None = None
    endpoint: str | None = None


class SesNotifier:
    """Keeps the Notifier promise over Amazon SES. Safe between threads."""

    read_back = ReadBack.BLIND

    def __init__(self, account: Account, seconds: float) -> None:
        self._account = account
        self._seconds = seconds
        self._clients = Clients(account.keys, seconds)

    @classmethod
    def check(cls, environ: Mapping[str, str]) -> None:
        """Raise ConfigurationError where `open` would."""
        cls.open(environ)

    @classmethod
    def open(cls, environ: Mapping[str, str]) -> SesNotifier:
        """The notifier of this deployment. Raises ConfigurationError naming the variable, what came and what fits."""
        region = environ.get("HEARD_SES_REGION") or environ.get("AWS_REGION") or ""
        if not REGION.fullmatch(region):
            raise ConfigurationError(f"HEARD_SES_REGION: came {region[:40]!r}; expected a region such as eu-north-1")
        endpoint = environ.get("HEARD_SES_ENDPOINT") or None
        if endpoint is not None and not is_private(endpoint):
            raise ConfigurationError(
                "HEARD_SES_ENDPOINT: expected an https address; plain http only to this very machine"
            )
        named = environ.get("HEARD_SES_CONFIGURATION_SET") or None
        if named is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", named):
            raise ConfigurationError(
                f"HEARD_SES_CONFIGURATION_SET: came {named[:64]!r}; expected letters, digits, _ and -"
            )
        return cls(Account(region, read_keys(environ), named, endpoint), call_seconds(environ))

    def send(self, mail: Mail) -> str:
        """Hand it to SES. The receipt is the message id that SES gives."""
        raw, sender, to = fit("ses", mail)
        from botocore.exceptions import (
            BotoCoreError,
            ClientError,
            ConnectTimeoutError,
            EndpointConnectionError,
            ProxyConnectionError,
        )

        call = _Call(Deadline(self._seconds))
        client = self._clients.client("sesv2", self._account.region, self._account.endpoint)
        client.meta.events.register("before-send.sesv2.SendEmail", call.leaves)
        try:
            answer = client.send_email(
                FromEmailAddress=sender,
                Destination={"ToAddresses": [to]},
                Content={"Raw": {"Data": raw}},
                EmailTags=[
                    {"Name": TAG_MARK, "Value": mark_of(mail.key)},
                    {"Name": TAG_AT, "Value": str(int(mail.at.timestamp()))},
                ],
                ConfigurationOverrides=_UNTRACKED,
                **({"ConfigurationSetName": named} if (named := self._account.configuration_set) else {}),
            )
        except ClientError as error:
            raise _judged(error.response) from None
        except (ConnectTimeoutError, EndpointConnectionError, ProxyConnectionError) as error:
            raise waits("ses", type(error).__name__) from None
        except (BotoCoreError, OSError) as error:
            why = type(error).__name__
            if call.left and not is_certificate(error):
                raise lost("ses", why) from None
            keys = "AWS_ACCESS_KEY_ID" if "Credential" in why else None
            raise waits("ses", why, setting=keys) from None
        finally:
            client.close()
        receipt = answer.get("MessageId")
        if not receipt:
            raise lost("ses", "an answer without an id")
        return str(receipt)


class _Call:
    """Whether the request of one mail may have left, and until when it may."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline
        self.left = False

    def leaves(self, **_event: object) -> None:
        """Just before it does. Raises TimeoutError when finding the keys took all the time there was."""
        self._deadline.left()
        self.left = True


def _judged(response: Mapping[str, Any]) -> PlatformError:
    """What an answer of SES that is no yes means."""
    code = code_of(response)
    about = response.get("ResponseMetadata", {})
    status = int(about.get("HTTPStatusCode", 0))
    why = f"{status} {code}"
    if not 400 <= status <= 499:
        return lost("ses", why)
    if code in _OF_THE_MAIL:
        return refused("ses", why)
    told = str(about.get("HTTPHeaders", {}).get("retry-after", ""))
    pause = min(float(told), _LONGEST_WAIT) if re.fullmatch(r"[0-9]{1,9}", told, re.ASCII) else None
    return waits("ses", why, setting=_SETTINGS.get(code), retry_after=pause)


plugin = SesNotifier

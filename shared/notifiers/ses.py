"""Sends each Notice through Amazon SES (API v2, the mail's own bytes): HEARD_NOTIFIER=ses.

    HEARD_SES_REGION              the region in which the sender's domain is verified; else AWS_REGION
    HEARD_SES_CONFIGURATION_SET   a configuration set for events about mails, if you have one
    HEARD_SES_ENDPOINT            another address than the region's own; plain http only to this very machine
    AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN   used if given; else boto3 looks where it always does

SES has no key that would make a repeat harmless, and botocore repeats what it lost by itself; so its retries are off,
and after a lost answer a mail is left alone. SES puts a Message-ID and a Date of its own into the mail, so the receipt
is the id that it returns (https://docs.aws.amazon.com/ses/latest/dg/header-fields.html, read 2026-11-22).
"""

from __future__ import annotations

import re
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from shared.core.claims import ReadBack
from shared.core.errors import ConfigurationError, MissingSecret, PlatformError
from shared.core.ports import Mail
from shared.core.secret import Secret, weakness
from shared.notifiers._base import Deadline, call_seconds, fit, lost, refused, waits
from shared.settings import is_loopback

_OF_THE_MAIL: Final = frozenset({"MessageRejected", "BadRequestException"})
"""What SendEmail says of one mail. All else of 400 to 499 is about us: our keys, our account, our pace. As documented
in https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html, and in botocore's model 1.44.5 (both
read 2026-11-22); any other name counts as about us, since a mail that waits is not lost."""
_SETTINGS: Final = {
    "NotFoundException": "HEARD_SES_CONFIGURATION_SET",
    "MailFromDomainNotVerifiedException": "HEARD_SES_REGION",
    "AccessDeniedException": "AWS_ACCESS_KEY_ID",
    "UnrecognizedClientException": "AWS_ACCESS_KEY_ID",
    "InvalidClientTokenId": "AWS_ACCESS_KEY_ID",
    "InvalidSignatureException": "AWS_SECRET_ACCESS_KEY",
    "SignatureDoesNotMatch": "AWS_SECRET_ACCESS_KEY",
    "ExpiredTokenException": "AWS_SESSION_TOKEN",
}
_LONGEST_WAIT: Final = 3600.0  # seconds that we believe a Retry-After


@dataclass(frozen=True, slots=True)
class Account:
    """Where mails are handed over, and with which keys (none: boto3's own chain)."""

    region: str
    keys: tuple[str, Secret, Secret | None] | None = None
    configuration_set: str | None = None
    endpoint: str | None = None


class SesNotifier:
    """Keeps the Notifier promise over Amazon SES. Safe between threads."""

    read_back = ReadBack.BLIND

    def __init__(self, account: Account, seconds: float) -> None:
        self._account = account
        self._seconds = seconds
        self._lock = threading.Lock()
        self._session: Any = None

    @classmethod
    def check(cls, environ: Mapping[str, str]) -> None:
        """Raise ConfigurationError where `open` would."""
        cls.open(environ)

    @classmethod
    def open(cls, environ: Mapping[str, str]) -> SesNotifier:
        """The notifier of this deployment. Raises ConfigurationError naming the variable, what came and what fits."""
        region = environ.get("HEARD_SES_REGION") or environ.get("AWS_REGION") or ""
        if not re.fullmatch(r"[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}", region):
            raise ConfigurationError(f"HEARD_SES_REGION: came {region[:40]!r}; expected a region such as eu-north-1")
        endpoint = environ.get("HEARD_SES_ENDPOINT") or None
        if endpoint is not None and not _private(endpoint):
            raise ConfigurationError(
                "HEARD_SES_ENDPOINT: expected an https address; plain http only to this very machine"
            )
        named = environ.get("HEARD_SES_CONFIGURATION_SET") or None
        if named is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", named):
            raise ConfigurationError(
                f"HEARD_SES_CONFIGURATION_SET: came {named[:64]!r}; expected letters, digits, _ and -"
            )
        return cls(Account(region, _keys(environ), named, endpoint), call_seconds(environ))

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
        client = self._client(call.leaves)
        try:
            answer = client.send_email(
                FromEmailAddress=sender,
                Destination={"ToAddresses": [to]},
                Content={"Raw": {"Data": raw}},
                **({"ConfigurationSetName": named} if (named := self._account.configuration_set) else {}),
            )
        except ClientError as error:
            raise _judged(error.response) from None
        except (ConnectTimeoutError, EndpointConnectionError, ProxyConnectionError) as error:
            raise waits("ses", type(error).__name__) from None
        except (BotoCoreError, OSError) as error:
            why = type(error).__name__
            if call.left and not _certificate(error):
                raise lost("ses", why) from None
            keys = "AWS_ACCESS_KEY_ID" if "Credential" in why else None
            raise waits("ses", why, setting=keys) from None
        finally:
            client.close()
        receipt = answer.get("MessageId")
        if not receipt:
            raise lost("ses", "an answer without an id")
        return str(receipt)

    def _client(self, leaves: Callable[..., None]) -> Any:
        """A client for one mail, which takes 2 ms once the first was made. A connection that was kept while this
        instance slept may be dead without our knowing: the mail would be lost in it, and its outcome unknown."""
        from botocore.config import Config

        config = Config(
            retries={"total_max_attempts": 1, "mode": "standard"},
            connect_timeout=self._seconds / 4,
            read_timeout=self._seconds / 2,
        )
        with self._lock:
            client = self._opened().client(
                "sesv2", region_name=self._account.region, endpoint_url=self._account.endpoint, config=config
            )
        client.meta.events.register("before-send.sesv2.SendEmail", leaves)
        return client

    def _opened(self) -> Any:
        if self._session is None:
            import boto3

            key, secret, token = self._account.keys or ("", None, None)
            self._session = boto3.session.Session(
                aws_access_key_id=key or None,
                aws_secret_access_key=secret.reveal() if secret else None,
                aws_session_token=token.reveal() if token else None,
            )
        return self._session


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
    """What an answer of SES that is no yes means. Only its name is kept: its text quotes addresses."""
    code = re.sub(r"[^A-Za-z0-9._-]", "", str(response.get("Error", {}).get("Code", "")))[:60]
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


def _certificate(error: BaseException | None) -> bool:
    """Whether it never came to the request, because whoever answered could not prove to be SES."""
    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__context__
    return error is not None


def _private(endpoint: str) -> bool:
    return endpoint.startswith("https://") or (endpoint.startswith("http://") and is_loopback(endpoint))


def _keys(environ: Mapping[str, str]) -> tuple[str, Secret, Secret | None] | None:
    names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
    key, secret, token = (environ.get(name, "").strip() for name in names)
    if not key and not secret:
        return None
    for name, value in zip(names, (key, secret), strict=False):
        weak = weakness(value, ours=False)
        if weak is not None:
            raise MissingSecret(name, weak)
    return key, Secret(secret), Secret(token) if token else None


plugin = SesNotifier

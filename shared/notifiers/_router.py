"""Takes each Notice to the notifier of its address: mails to the one that was chosen, the others to their webhooks.

A deployment without a colleague on Slack or Google Chat loads neither. A notifier that `takes_all`, as the outbox does,
gets everything, so that on one machine nobody is written to.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping

from shared.core.channels import WEBHOOKS, webhook
from shared.core.errors import ConfigurationError
from shared.core.ports import Mail, Notifier

Open = Callable[[str], Notifier]
"""Opens a notifier by its name."""


class Router:
    """Keeps the Notifier promise over several. Safe between threads.

    `read_back` is that of mails. What became of a message over a webhook can never be found out: see `flows/_notices`.
    """

    def __init__(self, mails: Notifier, opened: Open) -> None:
        self.read_back = mails.read_back
        self._mails = mails
        self._open = opened
        self._lock = threading.Lock()
        self._webhooks: dict[str, Notifier] = {}

    def send(self, mail: Mail) -> str:
        found = webhook(mail.to)
        return (self._mails if found is None else self._webhook(found[0])).send(mail)

    def _webhook(self, word: str) -> Notifier:
        with self._lock:
            if word not in self._webhooks:
                self._webhooks[word] = self._open(WEBHOOKS[word])
            return self._webhooks[word]


def routed(mails: Notifier, opened: Open) -> Notifier:
    """The notifier of a deployment whose mails go by `mails`."""
    return mails if takes_all(mails) else Router(mails, opened)


def takes_all(mails: object) -> bool:
    """Whether a notifier, or its class, takes what is for webhooks too."""
    return bool(getattr(mails, "takes_all", False))


def unfit(environ: Mapping[str, str], addresses: Iterable[str]) -> list[str]:
    """What is wrong with the variables behind these addresses, each told once, by name and never by value."""
    from shared.notifiers._webhook import read_address

    wrong: dict[str, None] = {}
    for found in map(webhook, addresses):
        if found is not None:
            try:
                read_address(environ, found[1])
            except ConfigurationError as error:
                wrong[str(error)] = None
    return list(wrong)

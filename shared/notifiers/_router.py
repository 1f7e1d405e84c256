"""Takes each Notice to the notifier of its address: mails to the one that was chosen, the others to their webhooks.

What no brand names is not loaded. A notifier that `takes_all`, as the outbox does, gets everything, so that on one
machine nobody is written to.
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

    `read_back` is that of mails; for webhooks `core/channels` says what may follow a lost answer.
    """

    def __init__(self, mails: Notifier, opened: Open) -> None:
        self.read_back = mails.read_back
        self._mails = mails
        self._open = opened
        self._lock = threading.Lock()
        self._webhooks: dict[str, Notifier] = {}

    def send(self, mail: Mail) -> str:
        found = webhook(mail.to)
        return (self._mails if found is None else self._webhook(found.word)).send(mail)

    def _webhook(self, word: str) -> Notifier:
        with self._lock:
            if word not in self._webhooks:
                self._webhooks[word] = self._open(WEBHOOKS[word].notifier)
            return self._webhooks[word]


def routed(mails: Notifier, opened: Open) -> Notifier:
    """The notifier of a deployment whose mails go by `mails`."""
    return mails if takes_all(mails) else Router(mails, opened)


def takes_all(mails: object) -> bool:
    """Whether a notifier, or its class, takes what is for webhooks too."""
    return bool(getattr(mails, "takes_all", False))


def unfit(environ: Mapping[str, str], addresses: Iterable[str]) -> list[str]:
    """What is wrong with the variables behind these addresses, each told once, by name and never by value."""
    from shared.notifiers._webhook import read_address, read_keys

    wrong: dict[str, None] = {}
    for found in filter(None, map(webhook, addresses)):
        looks: list[tuple[Callable[[Mapping[str, str], str], object], str]] = [(read_address, found.variable)]
        if found.channel.signed:
            looks.append((read_keys, found.secret))
        for look, variable in looks:
            try:
                look(environ, variable)
            except ConfigurationError as error:
                wrong[str(error)] = None
    return list(wrong)

"""What a door checks before it serves: a deployment that is set up wrong must not take the place of one that works.

Called where a door's module is loaded, which under the framework is before the server forks: so nothing is opened
here, no file, no connection, no client.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from shared import checking, log, plugins
from shared.core.errors import ConfigurationError, MissingSecret, UnknownPlugin

if TYPE_CHECKING:
    from shared.brands.compiled import Account
    from shared.wiring import Wiring


class Libraries(logging.Handler):
    """What libraries log, as our records: who spoke and the class of the error. Their texts may quote a sender."""

    def emit(self, record: logging.LogRecord) -> None:
        raised = record.exc_info[0] if record.exc_info else None
        error = raised.__name__ if raised else ""
        if record.levelno >= logging.ERROR:
            log.error("library", name=record.name, error=error)
        else:
            log.warning("library", name=record.name, error=error)


def start(check: Callable[[Wiring], None], wiring: Wiring) -> None:
    """Leave with code 1 where `check` finds something missing; each thing is a record in the log."""
    if refused(lambda: check(wiring)):
        raise SystemExit(1)
    gc.freeze()  # what is loaded by now stays, in every process forked from here: the collector need not look at it


def refused(check: Callable[[], None]) -> bool:
    """Whether a check found something wrong. It is logged, a record for each line, never with a secret."""
    try:
        check()
    except ConfigurationError as error:
        for line in str(error).splitlines():
            log.error("start.refused", why=line)
        return True
    return False


def check_receive(wiring: Wiring) -> None:
    """What the public door needs: its webhook secrets, all of them, and no token that can speak.

    Loads what the first request would load: the flow, and the modules of the connected platforms.
    """
    from shared.flows import receive

    del receive
    missing: list[str] = []
    for connection in wiring.routes.connections.values():
        try:
            wiring.keys(connection)
        except MissingSecret as error:
            missing.append(str(error))
    _say(missing)
    _ = wiring.probing
    wiring.fits("HEARD_BUS", "buses", wiring.settings.bus)
    _exists("HEARD_STORE", "stores", wiring.settings.store)  # only parking loads it, which few instances ever do
    _ = wiring.now


def check_acknowledge(wiring: Wiring) -> None:
    """What the door that answers needs: its brands with their rules, and every token that can speak.

    Besides, the webhooks by which colleagues are told, and what a brand's own model is asked with.
    """
    check_tick(wiring)
    _say([*_without_token(wiring, lambda _account: True), *checking.unreachable(wiring), *checking.unlabelled(wiring)])


def check_collect(wiring: Wiring) -> None:
    """What `collect` needs besides: a bus to publish on, the tokens that it asks with or renews, and the login to where
    it hears what became of mails.

    Loads the modules of the connected platforms: whether one can be asked is theirs to say, by their own settings.
    """
    _check_ringing(wiring)
    _ = wiring.returns, wiring.probing

    def asks(account: Account) -> bool:
        return wiring.platform(account.platform).lists is not None or account.refresh is not None

    _say(_without_token(wiring, asks))


def check_tick(wiring: Wiring) -> None:
    """What a door that a scheduler calls needs: brands, plug-ins whose settings fit, and a key if it makes links."""
    _ = wiring.brands, wiring.desk
    wiring.fits("HEARD_STORE", "stores", wiring.settings.store)
    wiring.fits("HEARD_NOTIFIER", "notifiers", wiring.settings.notifier)
    _exists("HEARD_BUS", "buses", wiring.settings.bus)
    _ = wiring.now


def check_watch(wiring: Wiring) -> None:
    """What `watch` needs besides: a bus to ring on, and the webhooks by which colleagues and systems are told."""
    _check_ringing(wiring)
    _say([*checking.unreachable(wiring), *checking.unalerted(wiring), *checking.unread(wiring)])


def check_digest(wiring: Wiring) -> None:
    """What `digest` needs besides: the webhooks of the chats that read it."""
    check_tick(wiring)
    _say(checking.unread(wiring))


def _check_ringing(wiring: Wiring) -> None:
    check_tick(wiring)
    wiring.fits("HEARD_BUS", "buses", wiring.settings.bus)


def check_desk(wiring: Wiring) -> None:
    """What the colleagues' door needs: its own address and key, the brands, a store, and a bus to ring on.

    No token that can speak, and no notifier: `acknowledge` sends, and `watch` tells. Loads what the first request would
    load: the flow and its pages.
    """
    from shared.desk import html
    from shared.flows import desk

    html.warm()
    del html, desk
    _ = wiring.brands, wiring.now
    wiring.fits("HEARD_STORE", "stores", wiring.settings.store)
    wiring.fits("HEARD_BUS", "buses", wiring.settings.bus)
    if wiring.desk is None:
        raise ConfigurationError(
            "HEARD_DESK_URL: is not set; expected the https address under which colleagues reach this door, such as "
            "https://desk.example"
        )


def _without_token(wiring: Wiring, needs: Callable[[Account], bool]) -> list[str]:
    """What is wrong with the tokens of these accounts."""
    missing: list[str] = []
    for brand in wiring.brands.brands.values():
        for account in brand.accounts:
            if not needs(account) or (account.token is None and account.refresh is None):
                continue
            try:
                wiring.token(account)
            except MissingSecret as error:
                missing.append(str(error))
    return missing


def _say(missing: list[str]) -> None:
    if missing:
        raise ConfigurationError("\n".join(dict.fromkeys(missing)))


def _exists(setting: str, room: str, name: str) -> None:
    if name not in plugins.names(room):
        raise ConfigurationError(f"{setting}: {UnknownPlugin(room, name[:80], plugins.names(room))}")

"""What is wrong with the settings of a deployment, in words that name each variable and never what it holds.

Functions of a Wiring: `start` calls those that a door needs, `make doctor` those about one Brand, and the responder of
one machine all of them. Nothing is opened by those that only look.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from shared.core.channels import hook, webhook
from shared.core.errors import ConfigurationError, MissingSecret
from shared.wiring import Wiring, named

if TYPE_CHECKING:
    from shared.brands.compiled import Brand


def check(wiring: Wiring) -> None:
    """Refuse to start where something is missing: every plug-in, secret, token and address, before any request."""
    missing = [*unreachable(wiring), *unalerted(wiring), *unread(wiring), *unlabelled(wiring)]
    _noted(missing, lambda: wiring.desk)
    _noted(missing, lambda: wiring.returns)
    for connection in wiring.routes.connections.values():
        _noted(missing, partial(wiring.keys, connection))
    if not missing:
        for account in (account for brand in wiring.brands.brands.values() for account in brand.accounts):
            if account.refresh is not None:
                _noted(missing, partial(wiring.renewable, account))
            elif account.token is not None:
                _noted(missing, partial(wiring.client, account))
    _noted(missing, lambda: wiring.probing)
    if missing:
        raise ConfigurationError("\n".join(dict.fromkeys(missing)))
    _ = wiring.store, wiring.bus, wiring.notifier, wiring.now


def unlabelled(wiring: Wiring) -> list[str]:
    """What is wrong with the secrets that Brands' own models are asked with."""
    missing: list[str] = []
    for brand in wiring.brands.brands.values():
        if brand.model is not None:
            _noted(missing, partial(wiring.bearer, brand.model))
    return missing


def unreachable(wiring: Wiring, *brands: Brand) -> list[str]:
    """What is wrong with the webhooks of colleagues; of all Brands where none is named."""
    team = [one for brand in _or_all(wiring, brands) for one in brand.team]
    if not any(one.slack or one.chat for one in team):
        return []
    from shared.flows._roster import address

    return _unfit(wiring, [to for to in map(address, team) if to is not None])


def unalerted(wiring: Wiring, *brands: Brand) -> list[str]:
    """The same for the addresses and secrets of Brands' alerts, which `watch`, `digest` and `collect` send."""
    hooks = [brand.hook for brand in _or_all(wiring, brands)]
    return _unfit(wiring, [hook(one.url, one.secret) for one in hooks if one is not None])


def unread(wiring: Wiring, *brands: Brand) -> list[str]:
    """The same for the chats that read a Digest, which `digest` and `watch` write to."""
    groups = [group for brand in _or_all(wiring, brands) for group in brand.readers]
    return _unfit(wiring, [to for group in groups for to in group.to if webhook(to) is not None])


def _or_all(wiring: Wiring, brands: tuple[Brand, ...]) -> tuple[Brand, ...]:
    return brands or tuple(wiring.brands.brands.values())


def _unfit(wiring: Wiring, addresses: list[str]) -> list[str]:
    if not addresses:
        return []
    from shared.notifiers._router import takes_all, unfit

    if takes_all(named("HEARD_NOTIFIER", "notifiers", wiring.settings.notifier)):
        return []
    return unfit(wiring.environ, addresses)


def _noted(missing: list[str], work: Callable[[], object]) -> None:
    try:
        work()
    except MissingSecret as error:
        missing.append(str(error))

"""The part of the compiled brands that the public door needs: connections, and who owns which account.

Read from the same file as `compiled`, without the rules and whatever else only the other doors need.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from shared.core.errors import ConfigurationError


class Connection(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One app registration with a platform. `secrets` holds, by use, names of environment variables in the order tried.

    `name` is its URL path. `base_url` None means the platform's own address.
    """

    name: str
    platform: str
    secrets: dict[str, tuple[str, ...]] = {}
    base_url: str | None = None
    settings: dict[str, str] = {}


class Account(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One identity of a brand on a platform. `token` names the environment variable that holds its access token.

    `refresh` names the variable of what renews that token, where it ends. `accepts` names the terms of the platform
    that the brand has agreed to with it, which may loosen a policy. `helps` is the handle where people are sent
    for help.
    """

    id: str
    platform: str
    connection: str
    name: str
    handle: str | None = None
    token: str | None = None
    refresh: str | None = None
    base_url: str | None = None
    accepts: tuple[str, ...] = ()
    helps: str | None = None


class Owner(msgspec.Struct, frozen=True, kw_only=True):
    """A brand, as far as the public door knows it."""

    key: str
    accounts: tuple[Account, ...] = ()


class Routes(msgspec.Struct, frozen=True, kw_only=True):
    """Which paths exist, and whose an account is."""

    v: int
    connections: dict[str, Connection] = {}
    brands: dict[str, Owner] = {}

    def owner(self, connection: str, platform: str, account: str) -> str | None:
        """Key of the brand that owns the account through this very connection; None if none does.

        Another connection's account is not taken: whoever holds one app's secret must not speak for another's.
        """
        for brand in self.brands.values():
            for one in brand.accounts:
                if one.id == account and one.platform == platform and one.connection == connection:
                    return brand.key
        return None


def load_routes(path: Path) -> Routes:
    """Read the compiled file. Raises ConfigurationError if it is missing or not of ours."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Routes)
    except OSError as error:
        raise ConfigurationError(
            f"{path}: cannot be read ({type(error).__name__}). Compile the brands first."
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: {error}. Compile the brands again.") from error

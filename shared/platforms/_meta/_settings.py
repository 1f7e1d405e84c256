"""Settings of a deployment: those of all Meta platforms, and the two forms in which each has some of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import msgspec

from shared.core.errors import ConfigurationError

_DEFAULT_VERSION: Final = "v25.0"
_VERSION: Final = r"v[0-9]{1,3}\.[0-9]{1,2}"


class GraphSettings(msgspec.Struct, frozen=True):
    """How the Graph API is called, for all Meta platforms of a deployment."""

    version: str = _DEFAULT_VERSION
    appsecret_proof: bool = False

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> GraphSettings:
        """From the environment. Raises ConfigurationError for a value that is none of those offered."""
        version = environ.get("HEARD_META_GRAPH_VERSION", _DEFAULT_VERSION)
        if not re.fullmatch(_VERSION, version):
            raise ConfigurationError("HEARD_META_GRAPH_VERSION: something like v25.0 was expected")
        return cls(version=version, appsecret_proof=chosen(environ, "HEARD_META_APPSECRET_PROOF", "no", "yes"))


def chosen(environ: Mapping[str, str], name: str, default: str, other: str) -> bool:
    """Whether the setting `name` has its other value. Raises ConfigurationError for anything but the two."""
    value = environ.get(name, default)
    if value not in (default, other):
        raise ConfigurationError(f"{name}: {default} or {other} was expected")
    return value == other


def days(environ: Mapping[str, str], name: str, default: int, least: int = 0) -> timedelta:
    """A setting that is a number of days. Raises ConfigurationError for anything else."""
    value = environ.get(name, str(default))
    if not re.fullmatch(r"[0-9]{1,3}", value) or int(value) < least:
        raise ConfigurationError(f"{name}: a whole number of days was expected, from {least} to 999")
    return timedelta(days=int(value))

"""Finds plug-ins: the only dynamic import in the house.

In the rooms `platforms`, `rules/actions`, `stores`, `buses` and `notifiers` a module without a leading
underscore is a plug-in, its file name is its public name, and it binds `plugin`. Nothing is registered.
"""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from shared.core.errors import UnknownPlugin

_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_HERE: Final = Path(__file__).parent


def names(room: str) -> list[str]:
    """The names of a room's plug-ins, sorted, without importing any."""
    found = {path.stem for path in (_HERE / room).glob("*.py")}
    found |= {path.parent.name for path in (_HERE / room).glob("*/__init__.py")}
    return sorted(name for name in found if _NAME.fullmatch(name))


def load(room: str, name: str) -> Any:
    """The `plugin` of one module. Raises UnknownPlugin, naming those that exist, before importing anything."""
    if not _NAME.fullmatch(name) or name not in names(room):
        raise UnknownPlugin(room, name[:80], names(room))
    module = import_module(f"shared.{room.replace('/', '.')}.{name}")
    return module.plugin

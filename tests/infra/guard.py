"""Becomes `sitecustomize` of a started package: a module that its requirements do not bring is not there for it.

The file `allowed` beside it names the folder that packages are installed in, then the files that they bring. What
stands elsewhere (the standard library, the package itself) is anybody's.
"""

import sys
from importlib.machinery import PathFinder
from pathlib import Path


class Guard:
    def __init__(self, installed: str, allowed: frozenset[str]) -> None:
        self.installed = installed
        self.allowed = allowed

    def find_spec(self, name, path=None, target=None):
        spec = PathFinder.find_spec(name, path, target)
        origin = spec.origin if spec is not None else None
        if origin and origin.startswith(self.installed) and origin not in self.allowed:
            raise ModuleNotFoundError(f"No module named {name!r} (not among this package's requirements)", name=name)
        return spec


installed, *allowed = (Path(__file__).parent / "allowed").read_text().splitlines()
sys.meta_path.insert(0, Guard(installed, frozenset(allowed)))

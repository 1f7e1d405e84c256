"""One package a door: what Google Cloud builds and runs, the same bytes from the same tree, and nothing else.

    python -m infra.package [--brands brands] [--out build/packages] [--extra ses] [door ...]

Checks and compiles the brands, then writes for each door `<out>/<door>/` (main.py, shared/, the compiled brands,
requirements.txt with every file's hash), the same as `<out>/<door>-<sha256>.zip`, and `<out>/packages.json` for
Terraform and for people. A door is a folder of functions/ with a main.py and a requirements.txt. See docs/packages.md.

Exit code 0: written; 1: something to correct, and nothing was written; 2: the command was not understood.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import io
import json
import re
import sys
import tempfile
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from packaging.requirements import InvalidRequirement, Requirement

from infra.lock import LOCK, REQUIREMENTS, Lock, closure, differences, read_lock, read_pins, written
from shared import cli
from shared.core.errors import ConfigurationError
from shared.settings import Settings

DOORS: Final = Path("functions")
MANIFEST: Final = "packages.json"

# The desk reads brands and packs and compiles them; a door loads what it compiled, with these modules of brands/.
_LOADED: Final = ("brands/__init__.py", "brands/circle.py", "brands/compiled.py", "brands/routes.py")
_PACKS: Final = Path("rules/packs")
# These keep things in a folder, and an instance's folder goes with it. Without them a deployment that forgot to choose
# its store, bus or notifier refuses to start.
_LOCAL: Final = ("stores/sqlite.py", "buses/inprocess.py", "notifiers/outbox.py")
_ROOMS: Final = ("platforms", "rules/actions", "stores", "buses", "notifiers")
_KINDS: Final = (
    ".py",
    ".j2",
    ".ftl",
)  # what a package takes; anything else that lies there is refused, so nothing slips in or out
_THEN: Final = (1980, 1, 1, 0, 0, 0)  # every file's date: the earliest that a zip can name


@dataclass(frozen=True, slots=True)
class Needs:
    """One line of a door's requirements.txt; `extra` is the plug-in with which alone it comes, or None."""

    requirement: Requirement
    extra: str | None


@dataclass(frozen=True, slots=True)
class Door:
    """A deployable folder of functions/."""

    name: str
    folder: Path
    needs: tuple[Needs, ...]

    @classmethod
    def read(cls, folder: Path) -> Door:
        """Raises ConfigurationError if its main.py has no function of its name or its requirements are not names."""
        main = folder / "main.py"
        bound = [node.name for node in ast.parse(main.read_bytes()).body if isinstance(node, ast.FunctionDef)]
        if folder.name not in bound:
            raise ConfigurationError(f"{main}: came {bound}; expected a function {folder.name!r}, the entry point")
        return cls(folder.name, folder, tuple(_needs(folder / "requirements.txt")))

    @property
    def extras(self) -> set[str]:
        return {need.extra for need in self.needs if need.extra is not None}

    def chosen(self, extras: Collection[str]) -> list[Requirement]:
        return [need.requirement for need in self.needs if need.extra is None or need.extra in extras]


Files = Mapping[str, bytes]
"""A package's content by its path inside, with forward slashes."""


def doors(root: Path = DOORS) -> dict[str, Door]:
    """Every deployable door by name."""
    found = sorted(main.parent for main in root.glob("*/main.py") if (main.parent / "requirements.txt").is_file())
    if not found:
        raise ConfigurationError(f"{root} holds no door (main.py and requirements.txt); run from the repository's root")
    return {folder.name: Door.read(folder) for folder in found}


def compiled(brands: Path) -> bytes:
    """The compiled brands. Raises ConfigurationError; what is wrong has been said on standard error."""
    with tempfile.TemporaryDirectory(prefix="heard-package-") as folder:
        file = Path(folder) / "brands.json"
        if cli.main(["compile", "--brands", str(brands), "--out", str(file)]):
            raise ConfigurationError(f"{brands}: a book with a fault is not packaged; correct what is named above")
        return file.read_bytes()


def content(
    door: Door, book: bytes, lock: Lock, extras: Collection[str], optional: Collection[str]
) -> dict[str, bytes]:
    """All of one package. `optional` are the plug-ins that come only as an extra, whatever the door."""
    kept = set(extras) & door.extras
    left_out = {"cli.py", *_LOCAL, *_modules(set(optional) - kept)}
    files = {name: data for name, data in _sources(door.folder) if name != "requirements.txt"}
    files |= {
        f"shared/{name}": data
        for name, data in _sources(Path("shared"))
        if name not in left_out and (not name.startswith("brands/") or name in _LOADED)
    }
    files[Settings().compiled.as_posix()] = book
    files["requirements.txt"] = written(lock, closure(door.chosen(kept), lock)).encode()
    return dict(sorted(files.items()))


def zipped(files: Files) -> bytes:
    """A zip of these bytes alone: no date, mode, order or compressor of this machine is in it.

    Stored, not compressed: two versions of zlib may write the same file differently.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _THEN)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def stage(name: str, files: Files, out: Path) -> dict[str, Any]:
    """Write one package as a folder and as a zip, in place of any older one. Returns its row of the manifest."""
    data = zipped(files)
    digest = hashlib.sha256(data).hexdigest()
    archive = out / f"{name}-{digest}.zip"
    for old in out.glob(f"{name}-*.zip"):
        if old != archive and re.fullmatch(r"[0-9a-f]{64}", old.stem.removeprefix(f"{name}-")):
            old.unlink()
    _put(archive, data)
    folder = out / name
    for path in sorted(folder.rglob("*"), reverse=True):  # files before the folder that they lie in
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for inside, one in files.items():
        _put(folder / inside, one)
    return {"entry_point": name, "zip": archive.name, "sha256": digest, "size": len(data), "files": len(files)}


def package(names: Sequence[str], brands: Path, out: Path, extras: Collection[str] = ()) -> dict[str, Any]:
    """Package these doors, or all; returns the manifest. Raises ConfigurationError before anything is written."""
    known = doors()
    optional = {extra for door in known.values() for extra in door.extras}
    for wrong, there in ((set(names) - known.keys(), known), (set(extras) - optional, optional)):
        if wrong:
            raise ConfigurationError(f"came {', '.join(sorted(wrong))}; there is: {', '.join(sorted(there))}")
    lock = read_lock()
    if differences(read_pins(), lock):
        raise ConfigurationError(f"{LOCK} is not of this {REQUIREMENTS}; run: python -m infra.lock")
    book = compiled(brands)
    if not json.loads(book)["brands"]:
        sys.stderr.write(f"{brands}: no brand yet, so these packages answer nobody (demo/brands has one to copy)\n")
    made = {name: content(known[name], book, lock, extras, optional) for name in names or known}
    out.mkdir(parents=True, exist_ok=True)
    rows = {name: row for name, row in _manifest(out).items() if name in known}
    for name, files in made.items():
        rows[name] = stage(name, files, out)
        sys.stderr.write(f"{name}: {rows[name]['files']} files, {rows[name]['size']} bytes, {rows[name]['zip']}\n")
    manifest = {"packages": dict(sorted(rows.items()))}
    _put(out / MANIFEST, (json.dumps(manifest, indent=2) + "\n").encode())
    return manifest


def _needs(file: Path) -> Iterator[Needs]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        text = line.partition("#")[0].strip()
        if not text:
            continue
        try:
            one = Requirement(text)
        except InvalidRequirement:
            one = None
        extra = re.fullmatch(r'extra == "([a-z][a-z0-9_]*)"', str(one.marker)) if one and one.marker else None
        if one is None or one.specifier or one.url or (one.marker and not extra):
            expected = 'a name, or name; extra == "plug-in"; versions stand in the root\'s requirements.txt'
            raise ConfigurationError(f"{file} line {number}: came {text!r}; expected {expected}")
        one.marker = None
        yield Needs(one, extra[1] if extra else None)


def _modules(plugins: Iterable[str]) -> set[str]:
    """The files of these plug-ins, in whichever room they stand."""
    return {f"{room}/{name}.py" for room in _ROOMS for name in plugins}


def _sources(root: Path) -> Iterator[tuple[str, bytes]]:
    """What a package takes from a folder, line ends made LF. Raises ConfigurationError for what it cannot place."""
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        if any(part.startswith(".") or part == "__pycache__" for part in name.parts) or path.is_dir():
            continue
        if name.is_relative_to(_PACKS):
            continue
        if path.suffix not in _KINDS and name != Path("requirements.txt"):
            expected = f"only {', '.join(_KINDS)}; take it away, or name its kind in infra/package.py"
            raise ConfigurationError(f"{path}: expected {expected}")
        yield name.as_posix(), path.read_bytes().replace(b"\r\n", b"\n")


def _put(file: Path, data: bytes) -> None:
    """Write, unless these bytes are there already: an unchanged tree changes nothing."""
    if not file.is_file() or file.read_bytes() != data:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def _manifest(out: Path) -> dict[str, Any]:
    """The rows of the packages that lie there: naming one door keeps the others."""
    file = out / MANIFEST
    rows = json.loads(file.read_bytes())["packages"] if file.is_file() else {}
    return {name: row for name, row in rows.items() if (out / row["zip"]).is_file()}


def main(argv: Sequence[str] | None = None) -> int:
    """Package and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m infra.package", description="Package doors for Google Cloud.")
    parser.add_argument("--brands", type=Path, default=Path("brands"), metavar="DIR", help="default: brands")
    parser.add_argument(
        "--out", type=Path, default=Path("build/packages"), metavar="DIR", help="default: build/packages"
    )
    parser.add_argument("--extra", action="append", default=[], metavar="PLUGIN", help="with this plug-in: pubsub, ses")
    parser.add_argument("doors", nargs="*", metavar="door", help="default: every one")
    options = parser.parse_args(argv)
    try:
        package(options.doors, options.brands, options.out, options.extra)
    except (ConfigurationError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

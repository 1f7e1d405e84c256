"""A brand's rule book: its own files and those of the packs it takes, in the order of the file names.

    brands/<brand>/rules/*.toml         the brand's own
    shared/rules/packs/<pack>/*.toml    what comes with Heard

A rule of the brand's own stands in the place of a pack's rule of the same name. What a brand has no use for, such as a
rule about a platform where it has no account, is left out of a pack in silence; in its own files it is a fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from shared.brands.book import Source, compile_source
from shared.brands.problems import Faults, one_of, shown
from shared.brands.reading import entries, filled
from shared.brands.rule_form import RULE, RuleForm
from shared.brands.setting import Pack, Setting

PACKS: Final = Path(__file__).parents[1] / "rules" / "packs"
_SOME: Final = "a folder with at least one rule, <order>-<name>.toml; without any nobody is ever answered"


def read_book(folder: Path, packs: Sequence[str], setting: Setting, found: Faults) -> tuple[Source, ...]:
    """Every rule of a brand, checked and compiled. `found` is about its brand.toml, which names the packs."""
    own = list(_own(folder, bool(packs), found))
    names = {form.name for _, form in own}
    book = [(file.name, 0, compile_source(form, file, setting, found.about(file, form.name))) for file, form in own]
    for index, name in enumerate(packs):
        pack = Pack(name)
        for file, form in _packed(index, name, packs, found):
            if form.name in names:
                continue
            names.add(form.name)
            about = found.about(file, form.name)
            book.append((file.name, index + 1, compile_source(form, file, replace(setting, pack=pack), about)))
        if pack.silent:
            first = setting.brand.languages[0]
            came = f"{shown(name)}, of which {', '.join(sorted(pack.silent))} say nothing in {shown(first)}"
            expected = "rules of your own by these names, or another first language"
            found.add(f"packs[{index}]", came, expected)
    return tuple(source for _, _, source in sorted(book, key=lambda one: one[:2]) if source is not None)


def packs_of() -> list[str]:
    """The names of the packs that there are."""
    return sorted({file.parent.name for file in PACKS.glob("*/*.toml")})


def _own(folder: Path, packed: bool, found: Faults) -> Iterator[tuple[Path, RuleForm]]:
    files = [] if packed and not folder.exists() else entries(folder, _SOME, found)
    if files is not None and not packed and not any(_is_rule(file) for file in files):
        found.about(folder).add("(whole folder)", "a folder without a .toml file", _SOME)
    taken: dict[str, str] = {}
    for file, form in _forms(files or (), found):
        if form.name in taken:
            came = f"{shown(form.name)}, which {taken[form.name]} has"
            found.about(file, form.name).add("name", came, "each rule to have its own name")
        taken[form.name] = file.name
        yield file, form


def _packed(index: int, name: str, packs: Sequence[str], found: Faults) -> Iterator[tuple[Path, RuleForm]]:
    known = packs_of()
    if name not in known:
        found.add(f"packs[{index}]", shown(name), f"a pack, {one_of(known, name)}")
    elif name in packs[:index]:
        found.add(f"packs[{index}]", f"{shown(name)} a second time", "each once")
    else:
        yield from _forms(sorted((PACKS / name).glob("*.toml")), found)


def _forms(files: Iterable[Path], found: Faults) -> Iterator[tuple[Path, RuleForm]]:
    for file in files:
        if file.name.startswith("."):
            continue
        about = found.about(file)
        if not _is_rule(file):
            about.add("(whole file)", "not a .toml file", "only rules, named <order>-<name>.toml")
            continue
        form = filled(RULE, file, about)
        if form is not None:
            yield file, form


def _is_rule(file: Path) -> bool:
    return file.suffix == ".toml" and file.is_file() and not file.name.startswith(".")

"""The desk's commands: check rules, write the schema for editors, compile brands for a deployment.

    python -m shared.cli rules      check every brand and try every rule's own examples
    python -m shared.cli schema     write schemas/*.json
    python -m shared.cli compile    write the one file that doors load
    python -m shared.cli indexes    write infra/indexes.json: what Firestore must index
    python -m shared.cli policy     print what a machine may do on each platform, with the source of each rule
    python -m shared.cli platforms  write docs/platforms from the platform modules
    python -m shared.cli new-platform NAME   begin a platform: a module and fixtures that pass the contracts

Exit code 0: all is well; 1: something to correct, named by file, rule and field; 2: the command was not understood.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from shared import plugins, reference, scaffold
from shared.brands.desk import Desk, open_desk
from shared.brands.examples import Trial, try_book
from shared.brands.models import SCHEMAS, schema
from shared.clock import system_now
from shared.core.errors import ConfigurationError
from shared.stores._indexes import declared_text

USUAL: Final = (Path("brands"), Path("demo/brands"))


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(argv)
    try:
        code: int = options.run(options)
    except ConfigurationError as error:
        print(error, file=sys.stderr)
        return 1
    return code


def check_rules(options: argparse.Namespace) -> int:
    """Check the given folders of brands, or the usual ones that exist, and try every example."""
    folders = options.brands or [folder for folder in USUAL if folder.exists()] or USUAL[:1]
    wrong = 0
    for folder in folders:
        try:
            wrong += _report(folder, open_desk(folder))
        except ConfigurationError as error:
            print(f"{folder}: {error}", file=sys.stderr)
            wrong += 1
    return 1 if wrong else 0


def write_schema(options: argparse.Namespace) -> int:
    """Write, or with --check only compare, one JSON Schema per file that people write."""
    texts = {
        options.out / f"{name}.json": json.dumps(schema(form), indent=2, ensure_ascii=False) + "\n"
        for name, form in SCHEMAS.items()
    }
    return _keep(texts, options.check, "schema")


def write_indexes(options: argparse.Namespace) -> int:
    """Write, or with --check only compare, the indexes, exemptions and expiry fields that infra creates."""
    return _keep({options.out: declared_text()}, options.check, "indexes")


def print_policy(options: argparse.Namespace) -> int:
    """Print the policy table of every platform, or of one."""
    chosen = [one for one in reference.installed() if options.platform in (None, one.name)]
    if not chosen:
        names = ", ".join(plugins.names("platforms"))
        raise ConfigurationError(f"--platform: came {options.platform[:40]!r}; expected one of {names}")
    print(reference.policy_text(chosen), end="")
    return 0


def write_platforms(options: argparse.Namespace) -> int:
    """Write, or with --check only compare, a page for each platform and the table of all."""
    texts = {options.out / name: text for name, text in reference.pages(reference.installed())}
    left = {file for file in options.out.glob("*.md") if file not in texts}
    if options.check and left:
        print(f"no such platform any more: {', '.join(sorted(map(str, left)))}", file=sys.stderr)
        return 1
    return _keep(texts, options.check, "platforms")


def new_platform(options: argparse.Namespace) -> int:
    """Write a new platform's module and fixtures, and say what comes next."""
    name: str = options.name
    if not scaffold.usable(name):
        why = "2 to 20 small letters, digits and _, and no word that Python or the module itself uses"
        raise ConfigurationError(f"NAME: came {name[:40]!r}; expected {why}")
    try:
        made = scaffold.write(options.root, name, system_now().date().isoformat())
    except FileExistsError as error:
        raise ConfigurationError(f"{error} is there already; choose another NAME, or remove it first") from error
    for path in made:
        print(f"  {path}")
    print(scaffold.NEXT.format(name=name))
    return 0


def compile_brands(options: argparse.Namespace) -> int:
    """Write the compiled file. Nothing is written if anything is wrong."""
    desk = open_desk(options.brands, today=options.today)
    if any(trial.failed for key, book in desk.books.items() for trial in try_book(desk.compiled.brands[key], book)):
        raise ConfigurationError(f"{options.brands}: an example fails. Run: python -m shared.cli rules")
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_bytes(desk.compiled.to_bytes())
    return 0


def _keep(texts: dict[Path, str], check: bool, command: str) -> int:
    stale = [str(file) for file, text in texts.items() if not (file.is_file() and file.read_text("utf-8") == text)]
    if check and stale:
        print(f"not current: {', '.join(stale)}. Run: python -m shared.cli {command}", file=sys.stderr)
        return 1
    if not check:
        for file, text in texts.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    return 0


def _report(folder: Path, desk: Desk) -> int:
    if not desk.compiled.brands:
        print(f"{folder}: no brand yet; make {folder}/<brand>/brand.toml (demo/brands has one to copy)")
    failures = 0
    for key, book in desk.books.items():
        trials = try_book(desk.compiled.brands[key], book)
        print(f"{folder}/{key}: {len(trials)} rules, {sum(trial.tried for trial in trials)} examples")
        for trial in trials:
            print(_row(trial))
        for trial in trials:
            for warning in trial.shadowed:
                print(f"warning: {trial.source.file}: rule {trial.source.rule.name!r} {warning}")
            for failure in trial.failed:
                print(f"{trial.source.file}: rule {trial.source.rule.name!r} {failure}", file=sys.stderr)
                failures += 1
    return failures


def _row(trial: Trial) -> str:
    rule = trial.source.rule
    does = ", ".join(
        f"{name} x{count}" if count > 1 else name for name, count in Counter(t.do for t in rule.then).items()
    )
    held = trial.tried - len(trial.failed)
    origin = f"  pack {trial.source.pack}" if trial.source.pack else ""
    return f"  {rule.name:<28} {rule.sort or '-':<10} {does:<24} {held}/{trial.tried} examples{origin}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m shared.cli", description="Heard's desk.")
    commands = parser.add_subparsers(required=True, metavar="command")
    rules = commands.add_parser("rules", help="check brands and rules, and try their examples")
    rules.add_argument(
        "--brands", type=Path, action="append", metavar="DIR", help="a folder of brands; may be repeated"
    )
    rules.set_defaults(run=check_rules)
    schemas = commands.add_parser("schema", help="write the JSON Schema that editors use")
    schemas.add_argument("--out", type=Path, default=Path("schemas"), metavar="DIR", help="default: schemas")
    schemas.add_argument("--check", action="store_true", help="write nothing; exit 1 if a schema is not current")
    schemas.set_defaults(run=write_schema)
    compiled = commands.add_parser("compile", help="write the one file that doors load")
    compiled.add_argument("--brands", type=Path, default=Path("brands"), metavar="DIR", help="default: brands")
    compiled.add_argument(
        "--out", type=Path, default=Path("build/brands.json"), metavar="FILE", help="default: build/brands.json"
    )
    compiled.add_argument(
        "--today",
        type=date.fromisoformat,
        metavar="DATE",
        help="the day around which public holidays are named, for the same bytes in another year; default: this one",
    )
    compiled.set_defaults(run=compile_brands)
    indexes = commands.add_parser("indexes", help="write what Firestore must index, for infra")
    indexes.add_argument(
        "--out", type=Path, default=Path("infra/indexes.json"), metavar="FILE", help="default: infra/indexes.json"
    )
    indexes.add_argument("--check", action="store_true", help="write nothing; exit 1 if the file is not current")
    indexes.set_defaults(run=write_indexes)
    policy = commands.add_parser("policy", help="print what a machine may do on each platform")
    policy.add_argument("--platform", metavar="NAME", help="this one only")
    policy.set_defaults(run=print_policy)
    platforms = commands.add_parser("platforms", help="write docs/platforms from the modules")
    platforms.add_argument(
        "--out", type=Path, default=Path("docs/platforms"), metavar="DIR", help="default: docs/platforms"
    )
    platforms.add_argument("--check", action="store_true", help="write nothing; exit 1 if a page is not current")
    platforms.set_defaults(run=write_platforms)
    new = commands.add_parser("new-platform", help="begin a platform: a module and fixtures that pass the contracts")
    new.add_argument("name", metavar="NAME", help="its name in connections.toml and in rules")
    new.add_argument("--root", type=Path, default=Path(), metavar="DIR", help="the project's folder; default: this one")
    new.set_defaults(run=new_platform)
    return parser


if __name__ == "__main__":
    sys.exit(main())

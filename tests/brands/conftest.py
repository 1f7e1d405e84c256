"""A small, sound folder of brands to break, and three platforms that can do different things."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from shared import plugins
from shared.core.claims import ReadBack
from shared.core.errors import UnknownPlugin
from shared.core.interaction import Kind
from shared.core.ports import Capability, May, Policy


@dataclass(frozen=True)
class Use:
    name: str


@dataclass(frozen=True)
class Pretend:
    """A platform as the desk sees one."""

    kinds: frozenset[Kind]
    capabilities: Mapping[Capability, ReadBack]
    policy: Mapping[tuple[Capability, Kind], Policy]
    longest: int
    secrets: tuple[Use, ...] = (Use("signing"), Use("verify"))
    also: tuple[str, ...] = ()
    renews: bool = False

    def fit(self, text: str) -> bool:
        return len(text) <= self.longest


def pretend(kinds: str, capabilities: str, longest: int = 1000, **policy: May) -> Pretend:
    able = {Capability(name): ReadBack.LIST for name in capabilities.split()}
    sent = frozenset(Kind(name) for name in kinds.split())
    table = {
        (capability, kind): Policy(policy.get(f"{capability}_{kind}", May.AUTO), "https://platform.example/rules")
        for capability in able
        for kind in sent
    }
    return Pretend(sent, able, table, longest)


PLATFORMS = {
    "wall": pretend(
        "comment post review reaction", "like reply", like_reaction=May.NEVER, reply_reaction=May.NEVER,
        reply_review=May.APPROVAL,
    ),
    "birds": pretend("comment mention direct_message", "reply direct_message", longest=280),
    "quiet": pretend("comment follow", ""),
}  # fmt: skip


def platforms(name: str) -> Pretend:
    if name not in PLATFORMS:
        raise UnknownPlugin("platforms", name, sorted(PLATFORMS))
    return PLATFORMS[name]


SOUND = {
    "connections.toml": '[wall]\nsecrets = { signing = "WALL_SECRET" }\n[birds]\n',
    "tern/brand.toml": """
name = "Tern & Kettle Coffee"
short = "Tern & Kettle"
zone = "Europe/Oslo"
languages = ["en"]
signature = "– our automatic helper"
links = ["tern.example"]
[hours]
monday = ["09:00-12:00", "13:00-18:00"]
closed = [2026-12-24, 2026-12-25]
[digest]
recipients = ["ingrid@tern.example"]
sender = "heard@tern.example"
[[team]]
name = "Ingrid"
signature = "Ingrid at Tern"
[[accounts]]
id = "100"
connection = "wall"
name = "Our wall"
token = "WALL_TOKEN"
[[accounts]]
id = "200"
connection = "birds"
name = "Our birds"
""",
    "tern/rules/10-praise.toml": """
name = "praise"
class = "praise"
matches = ["Thank you!"]
does_not_match = ["Where is it?"]
[when]
kind = "comment"
text.contains_any = ["thank you"]
[[then]]
do = "reply"
texts = ["Thank you, {author}!", "How kind."]
""",
    "tern/rules/20-rest.toml": """
name = "rest"
matches = ["anything"]
[[then]]
do = "escalate"
""",
}


Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write the sound folder, with changed or added files (None: left out), and return it."""

    def written(changes: Mapping[str, str | None] | None = None) -> Path:
        for name, text in {**SOUND, **(changes or {})}.items():
            file = tmp_path / "brands" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            if text is not None:
                file.write_text(text, encoding="utf-8")
        return tmp_path / "brands"

    return written


@pytest.fixture
def pretend_platforms() -> Callable[[str], Pretend]:
    return platforms


@pytest.fixture
def sound() -> Mapping[str, str]:
    return SOUND


@pytest.fixture
def installed_platforms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command line find the pretend platforms where it looks for real ones."""
    real = plugins.load

    def load(room: str, name: str) -> object:
        return (lambda: platforms(name)) if room == "platforms" else real(room, name)

    monkeypatch.setattr(plugins, "load", load)

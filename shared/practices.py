"""docs/practices.md: what good brands do, and which tests show that Heard does it. Written by `make practices`.

A row is done when a test that `make check` runs carries its number: `@pytest.mark.practice(12)`. The tests are read,
not run; who writes `done` without such a test is told so by a test of the house.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "docs" / "practices.md"
TESTS: Final = ROOT / "tests"
_LEFT_OUT: Final = frozenset({"skip", "skipif", "xfail", "slow", "faults"})


class Mode(StrEnum):
    """Who does it: a rule by itself, a colleague with a tap, or nobody (it is counted). Some are no software."""

    AUTO = "auto"
    ASSIST = "assist"
    MEASURE = "measure"
    OUT = "out"


class Later(StrEnum):
    """Parts of the product that are not there yet."""

    DIGEST = "the whole digest"
    CRISIS = "crisis detection"
    PEOPLE = "people across platforms"
    TEAM = "team pages"


@dataclass(frozen=True, slots=True)
class Row:
    """One practice. `feature` is what Heard does about it, `page` where that is told; none: nothing is done yet.

    `later` is what it, or the rest of it, waits for.
    """

    number: int
    practice: str
    seed: str
    modes: tuple[Mode, ...]
    feature: str = ""
    page: str = ""
    later: Later | None = None

    @property
    def done(self) -> bool:
        return bool(self.feature) and Mode.OUT not in self.modes

    @property
    def state(self) -> str:
        if Mode.OUT in self.modes:
            return "out"
        waits = f"later: {self.later}"
        if not self.done:
            return waits
        return f"done; {waits}" if self.later else "done"


@dataclass(frozen=True, slots=True)
class Shown:
    """A test and the rows that it claims to show. `runs`: not so where it is skipped, or left out of `make check`."""

    test: str
    rows: tuple[int, ...]
    runs: bool


_AUTO, _ASSIST, _MEASURE = (Mode.AUTO,), (Mode.ASSIST,), (Mode.MEASURE,)
_AUTO_ASSIST, _AUTO_MEASURE = (Mode.AUTO, Mode.ASSIST), (Mode.AUTO, Mode.MEASURE)
_RULES, _PACKS, _VOICE = "adding-a-rule.md", "packs.md", "voice.md"
_DESK, _HANDING, _DIGEST, _CLASSIFY = "desk.md", "handing-over.md", "digest.md", "classify.md"

ROWS: Final = (
    Row(1, "Like what people post to you", "D", _AUTO_ASSIST,
        "`acknowledge` gives the best sign that the platform permits: words and a like, or a card for a tap", _RULES),
    Row(2, "Like a post that names you", "D", _ASSIST,
        "where only a person may like, a card offers it with one tap", _DESK),
    Row(3, "Answer every question", "A, D", _AUTO_ASSIST,
        "questions are seen in any script, with and without a mark; each is answered or handed over", _CLASSIFY),
    Row(4, "Not sure? Ask them to mail or call", "D", _AUTO,
        "`offline` gives mail or telephone with a reference, and hands over", _RULES),
    Row(5, "Say something kind when shared", "D", _AUTO_ASSIST,
        "thanks for shares, with the title of what was shared", _PACKS),
    Row(6, "Ask something back in the thanks", "D", _AUTO,
        "a campaign brings a line of its own to end thanks with", _RULES),
    Row(7, "Share the next good post of who shared yours", "B, D", _ASSIST,
        "the digest suggests a sharer's or a story's own post to pass on", _DIGEST),
    Row(8, "Keep it up for a month, then look", "D", _MEASURE,
        "thirty days beside the thirty before: how many were acknowledged, and what people then did", _DIGEST),
    Row(9, "Bear with snark", "D", _AUTO,
        "abuse gets no word; a threat reaches a person at once; a rude complaint stays a complaint", _CLASSIFY),
    Row(10, "Every comment and mention, soon", "A, B", _AUTO_MEASURE,
        "each ends in one state; the digest shows how many were acknowledged, how soon, and who waits", _DIGEST),
    Row(11, "Look after notifications all day", "B", _AUTO,
        "who owes answers is reminded each hour of service", _HANDING),
    Row(12, "No canned replies", "A", _AUTO,
        "no wording twice to a person in 30 days, nor among the last 20 under a post", _RULES),
    Row(13, "Show character, write as you speak", "A", _AUTO,
        "the voice file: words liked and banned, emoji, how formal in each language", _VOICE),
    Row(14, "People first, business second", "A", _AUTO,
        "no link, price or offer in an acknowledgment", _VOICE),
    Row(15, "Sign with a name", "A", _ASSIST,
        "a colleague's name only under words that they sent; the disclosed signature under all others", _DESK),
    Row(16, "Introduce the team", "A", _ASSIST, later=Later.TEAM),
    Row(17, "GIFs and emoji", "A", _AUTO,
        "emoji as the voice file allows; pictures that suit: the brand's own, else of a list that a colleague has seen",
        "pictures.md"),
    Row(18, "Answer by video or voice", "A", _ASSIST, later=Later.TEAM),
    Row(19, "A handle of its own for help", "A", _AUTO,
        "several accounts a brand; texts can name the one that helps", _RULES),
    Row(20, "Always listen", "A", _AUTO,
        "mentions that name no handle come by a signed webhook or X's own listening, and are never answered unasked",
        "platforms/standard.md"),
    Row(21, "Look for talks in which you can help", "A", _ASSIST, later=Later.DIGEST),
    Row(22, "Go private for privacy", "A", _AUTO,
        "order numbers, telephones and addresses in public words are seen, and the answer goes private", _CLASSIFY),
    Row(23, "Hours of service, told", "A", _AUTO,
        "the hours drive rules, promises, and what texts tell: when we open, until when we answer", _RULES, Later.TEAM),
    Row(24, "Exceed expectations", "A", _MEASURE,
        "the time that a text tells is the one in which three of four were answered lately; the digest tells how often "
        "it was kept", _DIGEST),
    Row(25, "Lists of people whom you meet often", "A, B", _MEASURE,
        "rules know a regular and a newcomer; the digest names who came often, and regulars gone quiet", _DIGEST),
    Row(26, "Chats and other events", "A, B", _AUTO,
        "a hashtag or posts between two moments, with rules, words and targets of their own", _RULES),
    Row(27, "Follow people across platforms", "A", _ASSIST, later=Later.PEOPLE),
    Row(28, "For relations, not for sales", "A, C", _MEASURE,
        "the digest counts people and answers; no reach, no followers, no likes", _DIGEST),
    Row(29, "Thank for comments, likes and recommendations", "B", _AUTO_ASSIST,
        "kind words are thanked for in the person's language; the digest counts shares without thanks", _PACKS),
    Row(30, "Be sincere and personal", "B", _AUTO,
        "details come from the message and from what we know; without the detail the sentence is not said", _RULES),
    Row(31, "Listen before you speak", "B", _AUTO,
        "rules can ask who spoke before in a conversation, and whether a colleague did", _RULES),
    Row(32, "Be no absent landlord", "B", _MEASURE,
        "an alarm where somebody waits in hours of service and nobody is on duty", _HANDING),
    Row(33, "Do not post and leave", "B", _MEASURE,
        "the first hour of each post: who wrote, and who was heard, on the digest and in exports", _DIGEST),
    Row(34, "Ask for opinions, then answer them", "B", _AUTO,
        "a post that asks is tagged, and rules put its replies first", _RULES),
    Row(35, "Tag people within reason", "B", _AUTO,
        "an answer names at most its author; words that name many get none", _RULES),
    Row(36, "Introduce people to each other", "B", _ASSIST,
        "the digest names two regulars of one topic who wrote on the same day", _DIGEST),
    Row(37, "Recognise who matters", "B", _ASSIST,
        "on a month's last day the digest names whom to thank", _DIGEST),
    Row(38, "Move on to mail, telephone, a meeting", "B", _ASSIST,
        "texts and the colleague's page offer mail, telephone or a meeting's link", _DESK),
    Row(39, "Set goals and follow them", "B", _MEASURE,
        "the goal, the day and the last seven days stand side by side", _DIGEST),
    Row(40, "See whether people respond", "B", _MEASURE,
        "who wrote again after an answer, who came back, and whether those who were heard came back more often",
        _DIGEST),
    Row(41, "Measure the talk, not the reach", "C", _MEASURE,
        "who said something, in which class, in how long talks", _DIGEST),
    Row(42, "Speak to each group as it likes", "C", _AUTO,
        "segments: names for sets of conditions", _RULES),
    Row(43, "Followers are people", "C", _AUTO,
        "per person: their language, their last topic, which colleague they know; erased after its time", _RULES),
    Row(44, "An answer at once", "E", _AUTO_MEASURE,
        "a first sign within seconds, and an honest word on when a colleague answers", _DIGEST),
    Row(45, "Do not press colleagues past reason", "E", _AUTO,
        "work is shared evenly by shift; quiet hours hold all but what is urgent", _HANDING),
    Row(46, "Anger spreads fast: see it early", "E", _AUTO,
        "an alarm within a minute when many different people are angry, or gather under a post or a hashtag",
        "crisis.md"),
    Row(47, "When it burns, stop the machine", "E", _AUTO,
        "one switch stops every automatic word within seconds; one colleague speaks", "crisis.md"),
    Row(48, "Somebody answers in your name", "E", _AUTO_ASSIST,
        "names that look like ours are seen, never answered, and told to a person", _RULES, Later.CRISIS),
    Row(49, "Say what happened", "E", _ASSIST, later=Later.CRISIS),
    Row(50, "Be there for complaints", "E", _AUTO,
        "a complaint gets a person, and never a thank-you", _PACKS),
    Row(51, "On the customer's side", "E", _AUTO,
        "drafts that apologise and admit no fault before law; a colleague reads them first", _PACKS),
    Row(52, "Give before you ask", "E", _AUTO,
        "the same guard as for 14, also for follow-up lines", _VOICE),
    Row(53, "Learn what people talk about", "E", _MEASURE,
        "the brand's own topics, and how many wrote about each", _DIGEST),
    Row(54, "Meet face to face, telephone away", "E", (Mode.OUT,),
        "not software"),
)  # fmt: skip

_HEAD: Final = """# Practices

<!-- Written by `make practices` from shared/practices.py and the tests: change those. -->

What brands do that people like to talk with, and what Heard does about it. The practices are those of the five
articles that Heard was thought of with: A on trust, B on networks, C on vanity, D on three rules, E on winning without
ruin.

**Mode**: *auto* a rule does it, *assist* a colleague does it with a tap, *measure* it is counted, *out* it is no
software. **State**: *done* when the tests beside it show it; they are part of `make check`. *Later* names the part of
Heard that it waits for. {sums}

| # | Practice | From | Mode | State | What Heard does | Shown by |
|---:|---|---|---|---|---|---|
"""


def shown(folder: Path = TESTS) -> list[Shown]:
    """Every test under a folder that claims to show a practice."""
    return [one for path in sorted(folder.rglob("test_*.py")) for one in _in_file(path, folder.parent)]


def page(rows: Sequence[Row], tests: Iterable[Shown]) -> str:
    """The whole page."""
    by_row: dict[int, list[str]] = {}
    for one in tests:
        for number in one.rows if one.runs else ():
            by_row.setdefault(number, []).append(one.test)
    done = sum(row.done for row in rows)
    out = sum(Mode.OUT in row.modes for row in rows)
    sums = f"Of {len(rows)} practices {done} are done, {len(rows) - done - out} come later, {out} is no software."
    return _HEAD.format(sums=sums) + "".join(_line(row, by_row) for row in rows)


def _line(row: Row, tests: Mapping[int, Sequence[str]]) -> str:
    does = f"{row.feature} ([more]({row.page}))" if row.page else row.feature
    proof = "<br>".join(f"`{one}`" for one in tests.get(row.number, ())) if row.done else ""
    cells = (str(row.number), row.practice, row.seed, ", ".join(row.modes), row.state, does, proof)
    return "| " + " | ".join(cells) + " |\n"


def _in_file(path: Path, root: Path) -> Iterator[Shown]:
    source = path.read_text(encoding="utf-8")
    if "mark.practice" not in source:
        return
    module = ast.parse(source, str(path))
    yield from _in_body(module.body, str(path.relative_to(root)), _marks_of_module(module))


def _in_body(body: Sequence[ast.stmt], place: str, above: Sequence[ast.expr]) -> Iterator[Shown]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _in_body(node.body, f"{place}::{node.name}", [*above, *node.decorator_list])
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            marks = [_mark(one) for one in (*above, *node.decorator_list)]
            rows = [number for name, numbers in marks if name == "practice" for number in numbers]
            if rows:
                stops = any(isinstance(one, ast.Call) and _name(one.func) == "pytest.skip" for one in ast.walk(node))
                runs = node.name.startswith("test") and not stops and _LEFT_OUT.isdisjoint(name for name, _ in marks)
                yield Shown(f"{place}::{node.name}", tuple(dict.fromkeys(rows)), runs)


def _marks_of_module(module: ast.Module) -> list[ast.expr]:
    for node in module.body:
        if isinstance(node, ast.Assign) and any(_name(target) == "pytestmark" for target in node.targets):
            return list(node.value.elts) if isinstance(node.value, (ast.List, ast.Tuple)) else [node.value]
    return []


def _mark(node: ast.expr) -> tuple[str, tuple[int, ...]]:
    """The name of a mark, and the whole numbers that it is given."""
    func, given = (node.func, node.args) if isinstance(node, ast.Call) else (node, [])
    name = _name(func)
    if not name.startswith("pytest.mark."):
        return "", ()
    values = (one.value for one in given if isinstance(one, ast.Constant))
    return name.removeprefix("pytest.mark."), tuple(one for one in values if isinstance(one, int))


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return f"{_name(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else ""


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(ROWS, shown()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

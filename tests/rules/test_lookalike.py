"""Names that eyes take for ours, and names that only share a word with ours."""

from __future__ import annotations

import pytest

from shared.rules.lookalike import lookalike

OURS = ("ternandkettle", "Tern & Kettle Coffee")


@pytest.mark.practice(48)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("ternandkettIe", id="a capital i for an l"),
        pytest.param("tern_and_kettle", id="marks between the words"),
        pytest.param("tern.and.kett1e", id="a figure for a letter"),
        pytest.param("t\u0435rn\u0430ndkettle", id="Cyrillic letters"),
        pytest.param("\uff54ernandkettle", id="a wide letter"),
        pytest.param("ternandket\u200btle", id="a hidden character"),
        pytest.param("ternandketle", id="one letter less"),
        pytest.param("ternandkettel", id="two letters swapped"),
        pytest.param("ternandkettle_support", id="ours with a word that helpers wear"),
        pytest.param("help-ternandkettle", id="the same in front"),
        pytest.param("Tern & Kettle Cofee", id="a display name"),
    ],
)
def test_a_name_that_eyes_take_for_ours_is_seen(name: str) -> None:
    assert lookalike([None, name], [None, *OURS])


@pytest.mark.parametrize(
    "name",
    ["ternandkettle_fan", "maja.lind", "kettle", "tern", "Kettle & Tea House", "ternandkettle oslo fans", "客服"],
)
def test_a_name_of_somebody_else_is_not(name: str) -> None:
    assert not lookalike([name], OURS)


def test_short_names_are_never_compared() -> None:
    """Among names of a few letters, every other one is one letter away."""
    assert not lookalike(["anna"], ["hanna", "ann"])


def test_a_name_of_any_length_is_looked_at_in_no_time() -> None:
    assert not lookalike(["rn" * 100_000], OURS)

"""A digest reads each document of its day once, and needs the same memory for a small day and for a crowded one."""

from __future__ import annotations

import json

import pytest

from tests.bench import digest


@pytest.mark.slow
def test_memory_and_reads_do_not_grow_with_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert digest.main(["--size", "30000", "--json"]) == 0
    figures = {one["name"]: one for one in json.loads(capsys.readouterr().out)["figures"]}
    assert not figures["reads beside one for each Interaction"]["missed"]
    assert figures["peak memory beside a day of 3,000"]["value"] < 1.2
    assert not figures["peak memory"]["missed"]
    assert figures["people, of 30,000 Interactions"]["value"] > 15_000

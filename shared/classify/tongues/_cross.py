"""Every word of one list before every word of another: question words before the verbs that make them ask."""

from __future__ import annotations


def cross(first: str, second: str) -> str:
    """`cross("when where", "is are")` is "when is | when are | where is | where are", as Phrases reads it."""
    return " | ".join(f"{one} {two}" for one in first.split() for two in second.split())

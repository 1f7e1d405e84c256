"""Brands, connections and accounts: written in TOML, checked and compiled at the desk, read by the doors.

`compiled` is what doors load: it needs neither pydantic nor TOML. `models` and `desk` are for the desk alone.
"""

"""One module per social platform: a module here without a leading underscore is a platform.

To add one: write `<name>.py` here, binding `plugin` to a subclass of `Platform`, and a folder of fixtures
in `tests/fixtures/<name>/`. Nothing else is edited. See `docs/adding-a-platform.md`.
"""

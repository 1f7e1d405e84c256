"""The collaborators of a command that looks at, or changes, what a deployment keeps: from its brands as written."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from shared.brands.desk import compile_brands
from shared.settings import Settings
from shared.wiring import Wiring


@contextmanager
def wired(environ: Mapping[str, str]) -> Iterator[Wiring]:
    """The Wiring of this environment, with its brands compiled for the while. Raises ConfigurationError."""
    with tempfile.TemporaryDirectory(prefix="heard-") as folder:
        compiled = Path(folder) / "brands.json"
        compile_brands(Settings.read(environ).brands, compiled)
        wiring = Wiring({**environ, "HEARD_COMPILED": str(compiled)})
        try:
            yield wiring
        finally:
            wiring.close()

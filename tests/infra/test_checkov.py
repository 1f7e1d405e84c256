"""Another reader of Terraform's files: every finding is mended, or its reason stands in place (checkov:skip)."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.infra.terraform import copied


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("checkov"), reason="checkov is not on the path: pip install checkov")
def test_checkov_finds_nothing_that_has_no_reason(tmp_path: Path) -> None:
    copied(tmp_path)
    words = ["checkov", "-d", "infra", "--framework", "terraform", "--skip-download", "-o", "json"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    report = json.loads(done.stdout)
    failed = [f"{one['check_id']} {one['resource']}" for one in report["results"]["failed_checks"]]
    assert failed == []
    assert report["summary"]["passed"] > 40
    assert all(one["check_result"]["suppress_comment"] for one in report["results"]["skipped_checks"])

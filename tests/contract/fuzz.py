"""Run schemathesis against a service, with everything it has."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

HOOKS = Path(__file__).with_name("fuzz_hooks.py")


def fuzz(base: str, phases: str, arguments: Sequence[str], *, sorts: bool = False) -> subprocess.CompletedProcess[str]:
    """Run phases of schemathesis with every check, valid and invalid data, against a service; on one filter of each
    sort where `sorts`."""
    with tempfile.TemporaryDirectory() as work:
        return subprocess.run(
            [
                *(sys.executable, "-m", "schemathesis.cli"),
                *("run", f"{base}/openapi.json", "--checks", "all", "--mode", "all"),
                *("--phases", phases),
                *("--continue-on-failure", "--suppress-health-check", "all", "--warnings", "off", "--no-color"),
                *("--generation-database", "none"),
                *arguments,
            ],
            env={
                **os.environ,
                "SCHEMATHESIS_HOOKS": str(HOOKS),
                "ONRECORD_FUZZ_BASE": base,
                "ONRECORD_FUZZ_SORTS": "1" if sorts else "",
            },
            cwd=work,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )

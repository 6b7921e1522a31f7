"""Fuzz a real server over HTTP with everything schemathesis has: `python -m tests.contract.fuzz --max-time 600`."""

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.served import serving

HOOKS = Path(__file__).with_name("fuzz_hooks.py")


def fuzz(base: str, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run schemathesis with every check and every phase, valid and invalid data, against a service."""
    with tempfile.TemporaryDirectory() as work:
        return subprocess.run(
            [
                *(sys.executable, "-m", "schemathesis.cli"),
                *("run", f"{base}/openapi.json", "--checks", "all", "--mode", "all"),
                *("--phases", "examples,coverage,fuzzing,stateful"),
                *("--continue-on-failure", "--suppress-health-check", "all", "--warnings", "off", "--no-color"),
                *("--generation-database", "none"),
                *arguments,
            ],
            env={**os.environ, "SCHEMATHESIS_HOOKS": str(HOOKS), "ONRECORD_FUZZ_BASE": base},
            cwd=work,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )


def main() -> int:
    """Fuzz for a while from a seed; ends with 1 where something failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--max-time", type=int, default=600, help="seconds")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    asked = parser.parse_args()
    sys.stdout.write(f"seed {asked.seed}\n")
    sys.stdout.flush()
    with serving() as base:
        done = fuzz(base, ["--seed", str(asked.seed), "--max-time", str(asked.max_time)])
    sys.stdout.write(done.stdout)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())

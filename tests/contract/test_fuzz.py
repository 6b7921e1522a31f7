"""The contract fuzzed over HTTP against a real server: nothing may fail. `make fuzz` does it for ten minutes."""

import os
import random

from tests.contract.fuzz import fuzz
from tests.served import serving

SEED = 20261123
"""The same cases in every run of the tests."""


def test_schemathesis_finds_nothing() -> None:
    seconds = os.environ.get("FUZZ_SECONDS")
    if seconds:
        seed = random.SystemRandom().randrange(2**32)
        arguments = ["--seed", str(seed), "--max-time", seconds]
    else:
        arguments = ["--seed", str(SEED), "--max-examples", "10", "--workers", "2"]
    with serving() as base:
        done = fuzz(base, arguments)
    assert done.returncode == 0, f"{' '.join(arguments)}\n{done.stdout[-20_000:]}"
    assert "0 errors" in done.stdout or " passed" in done.stdout, done.stdout[-2_000:]

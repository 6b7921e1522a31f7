"""The contract fuzzed over HTTP against a real server: nothing may fail. `make fuzz` does it for ten minutes."""

import os
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.contract.fuzz import fuzz
from tests.served import serving

SEED = 20261123
"""The same cases in every run of the tests."""

SECONDS = os.environ.get("FUZZ_SECONDS")
"""How long to go on from a random seed; without it, a fixed number of cases from the fixed one."""

SHORT = ["--seed", str(SEED), "--max-examples", "10"]


@pytest.fixture(scope="module")
def base(small_releases: Path) -> Iterator[str]:
    """The long run asks the latest release, the short one a small one, so that it takes as long for ever."""
    with serving() if SECONDS else serving("--releases", str(small_releases)) as address:
        yield address


def check(base: str, phases: str, arguments: Sequence[str], *, sorts: bool = False) -> None:
    done = fuzz(base, phases, arguments, sorts=sorts)
    assert done.returncode == 0, f"{' '.join(arguments)}\n{done.stdout[-20_000:]}"
    assert " passed" in done.stdout, done.stdout[-2_000:]


@pytest.mark.skipif(not SECONDS, reason="the long run: make fuzz")
def test_a_long_random_run_finds_nothing(base: str) -> None:
    seed = random.SystemRandom().randrange(2**32)
    check(base, "examples,coverage,fuzzing,stateful", ["--seed", str(seed), "--max-time", str(SECONDS)])


@pytest.mark.skipif(bool(SECONDS), reason="the long run stands in for it")
def test_examples_random_cases_and_chains_of_links_find_nothing(base: str) -> None:
    check(base, "examples,fuzzing,stateful", SHORT)


@pytest.mark.skipif(bool(SECONDS), reason="the long run stands in for it")
def test_the_edges_of_every_sort_of_parameter_find_nothing(base: str) -> None:
    """Of filters one of each sort: they take what they are from the same declarations. The long run has all."""
    check(base, "coverage", SHORT, sorts=True)

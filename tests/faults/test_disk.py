"""A disk that fails or fills up: no note is said to be kept that is not."""

import pytest

from tests.faults import io_faults
from tests.faults.outcome import expect_kept

HARNESSES = (io_faults,)


@pytest.mark.parametrize("harness", HARNESSES, ids=lambda each: each.__name__.rpartition(".")[2])
def test_nothing_is_said_that_is_not_so(tmp_path, harness):
    outcome = harness.run(12, 1, tmp_path)
    if outcome.skipped:
        pytest.skip(outcome.skipped)
    expect_kept(outcome)

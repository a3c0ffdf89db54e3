"""A disk that fails, fills up or loses its power: no note is said to be kept that is not."""

import pytest

from tests.faults import full_disk, io_faults, power, power_ext4
from tests.faults.outcome import expect_kept

SHORT = (
    (io_faults.run, 8),
    (power.run, 20),
    (power_ext4.run, 2),
    (full_disk.run, 1),
    (full_disk.run_limited, 2),
)


@pytest.mark.parametrize(
    ("run", "n"), SHORT, ids=[f"{run.__module__}.{run.__name__}"[13:] for run, _ in SHORT]
)
def test_nothing_is_said_that_is_not_so(tmp_path, run, n):
    outcome = run(n, 1, tmp_path)
    if outcome.skipped:
        pytest.skip(outcome.skipped)
    expect_kept(outcome)

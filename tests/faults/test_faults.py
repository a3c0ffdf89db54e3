"""Nothing is lost and nobody gets in: the short form of every harness."""

import sys

import pytest

if sys.platform == "win32":
    pytest.skip("kill, stop and fork are POSIX's", allow_module_level=True)

from tests.faults.harnesses import ALL
from tests.faults.outcome import Outcome, expect_kept, table


@pytest.mark.parametrize("harness", ALL, ids=lambda each: each.name)
def test_what_is_promised_holds_and_its_control_fails(harness, tmp_path):
    outcome = harness.run(harness.short, 1, tmp_path)
    if outcome.skipped:
        pytest.skip(outcome.skipped)
    expect_kept(outcome)


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"n": 9, "control_failures": 1}, "kept"),
        ({"n": 9, "control_failures": 0}, "PROVES NOTHING"),
        ({"n": 0, "control_failures": 1}, "PROVES NOTHING"),
        ({"n": 9, "control_failures": 1, "failures": ("a note is lost",)}, "FAILED"),
        ({"n": 0, "skipped": "no compiler"}, "skipped"),
    ],
)
def test_a_harness_that_met_nothing_or_whose_control_held_is_no_proof(facts, verdict):
    outcome = Outcome(name="some fault", **facts)
    assert outcome.verdict == verdict
    assert verdict in table([outcome])

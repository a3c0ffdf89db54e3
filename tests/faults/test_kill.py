"""Killed while signing: what was acknowledged is there, and nothing is half there."""

import os

import pytest

from tests.faults import kill
from tests.faults.outcome import expect_kept


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 is POSIX's")
def test_no_acknowledged_note_is_lost_by_a_kill(tmp_path):
    expect_kept(kill.run(12, 1, tmp_path))

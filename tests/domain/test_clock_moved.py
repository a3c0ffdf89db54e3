from datetime import UTC, datetime, timedelta

import pytest

from ims_notes.domain.clock_moved import ClockMoved, clock_moved

LAST = datetime(2026, 3, 10, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("later", "moved"),
    [
        (timedelta(0), None),
        (timedelta(days=-1), None),
        (timedelta(days=-1, seconds=-1), ClockMoved.BEHIND),
        (timedelta(days=-9000), ClockMoved.BEHIND),
        (timedelta(days=400), None),
        (timedelta(days=401), ClockMoved.AHEAD),
        (timedelta(days=9000), ClockMoved.AHEAD),
    ],
)
def test_a_clock_is_doubted_when_it_cannot_well_be_right(later, moved):
    assert clock_moved(LAST + later, LAST) is moved


def test_an_empty_record_says_nothing_about_the_clock():
    assert clock_moved(LAST, None) is None

"""Which backups stay, when one is due, and what a manifest may say."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_notes.domain import backups
from ims_notes.domain.backups import Counts, Manifest, Member, kept

NOW = datetime(2026, 3, 10, 17, 0, tzinfo=UTC)
MOMENTS = st.lists(
    st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)), min_size=1
)
CLOCKS = st.datetimes(datetime(1975, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))


def daily(days):
    return [NOW - timedelta(days=each) for each in range(days)]


def test_every_half_hour_of_two_years_leaves_today_then_days_weeks_and_months():
    moments = [NOW - timedelta(minutes=30 * each) for each in range(2 * 365 * 48)]
    stay = kept(moments, now=NOW)
    today = [each for each in moments if each.date() == NOW.date()]
    assert set(today) <= stay
    days = {each.date() for each in stay}
    assert {(NOW - timedelta(days=each)).date() for each in range(12)} <= days
    assert len({each.isocalendar()[:2] for each in stay}) >= 10
    assert len({(each.year, each.month) for each in stay}) >= 9
    assert len(stay) <= len(today) + 12 + 10 + 9


def test_of_each_day_before_the_newest_stays():
    early, late = NOW - timedelta(days=3, hours=5), NOW - timedelta(days=3)
    assert kept([early, late, NOW], now=NOW) == {late, NOW}


def test_a_long_holiday_takes_nothing_away():
    old = [each - timedelta(days=400) for each in daily(12)]
    assert kept(old, now=NOW) == set(old)


@given(moments=MOMENTS, now=CLOCKS)
def test_whatever_the_clock_says_the_newest_stays_and_never_nothing(moments, now):
    stay = kept(moments, now=now)
    assert max(moments) in stay
    assert stay <= set(moments)
    assert {each for each in moments if each.date() == now.date()} <= stay


@given(moments=MOMENTS, now=CLOCKS)
def test_asked_again_nothing_more_goes(moments, now):
    once = kept(moments, now=now)
    assert kept(once, now=now) == once


@given(moments=MOMENTS, now=CLOCKS)
def test_few_days_all_have_one(moments, now):
    days = {each.date() for each in moments}
    if len(days) <= backups.DAILY:
        assert {each.date() for each in kept(moments, now=now)} == days


def test_a_clock_put_forward_or_back_by_years_lets_real_backups_be():
    real = daily(12)
    for moved in (NOW.replace(year=2036), NOW.replace(year=2016)):
        stay = kept([*real, moved], now=moved)
        assert moved in stay
        assert len(stay & set(real)) >= 11


@pytest.mark.parametrize(
    ("changed", "last", "due"),
    [
        (True, None, True),
        (False, None, False),
        (True, timedelta(minutes=29), False),
        (True, timedelta(minutes=30), True),
        (False, timedelta(days=3), False),
        (True, timedelta(days=-400), True),
    ],
)
def test_a_backup_is_due_half_an_hour_after_the_last_if_something_changed(changed, last, due):
    made = None if last is None else NOW - last
    assert backups.is_due(changed=changed, last=made, now=NOW) is due


def test_once_a_year_somebody_should_try_one():
    new, old = NOW - timedelta(days=20), NOW - timedelta(days=500)
    assert not backups.wants_trial(tried=None, begun=new, now=NOW)
    assert not backups.wants_trial(tried=None, begun=None, now=NOW)
    assert backups.wants_trial(tried=None, begun=old, now=NOW)
    assert backups.wants_trial(tried=old, begun=old, now=NOW)
    assert not backups.wants_trial(tried=new, begun=old, now=NOW)


@pytest.mark.parametrize(
    ("asked", "again"),
    [
        ("", True),
        ("nonsense", True),
        ("2026-11-21", False),
        ("2026-11-16", False),
        ("2026-11-15", True),
        ("2031-01-01", True),
    ],
)
def test_who_does_not_try_is_asked_again_after_a_week(asked, again):
    assert backups.may_ask_again(asked, today=date(2026, 11, 22)) is again


def test_a_week_without_a_backup_is_told():
    assert backups.is_late(last=NOW - timedelta(days=8), begun=None, now=NOW)
    assert backups.is_late(last=None, begun=NOW - timedelta(days=8), now=NOW)
    assert not backups.is_late(last=NOW - timedelta(days=6), begun=None, now=NOW)
    assert not backups.is_late(last=None, begun=None, now=NOW)


MANIFEST = Manifest(
    made_at=NOW,
    zone="Europe/Zurich",
    record="ab" * 32,
    encrypted=True,
    counts=Counts(patients=3, notes=5, drafts=1),
    last_entry_at=NOW,
    state="7-1-3",
    head={"format": 1},
    members={"ims-notes.record": Member(size=4096, sha256="0" * 64)},
)


def test_a_manifest_is_read_as_it_was_written():
    assert backups.manifest_from(backups.manifest_said(MANIFEST)) == MANIFEST
    assert backups.file_name(NOW) == "ims-notes-2026-03-10-170000.backup"


@pytest.mark.parametrize(
    "changes",
    [
        {"format": None},
        {"format": True},
        {"made_at": "yesterday"},
        {"made_at": "2026-03-10T17:00:00"},
        {"made_at": "0001-01-01T00:00:00+14:00"},
        {"zone": "x" * 1000},
        {"encrypted": "yes"},
        {"counts": {"patients": 1e400}},
        {"counts": {"patients": 10**30}},
        {"counts": []},
        {"head": None},
        {"members": {"ims-notes.record": {"size": -1, "sha256": "0" * 64}}},
        {"members": {"ims-notes.record": {"size": 1, "sha256": "../../x"}}},
        {"members": {"ims-notes.record": 7}},
    ],
)
def test_a_manifest_that_says_anything_else_is_none(changes):
    with pytest.raises(ValueError, match=r".+"):
        backups.manifest_from({**backups.manifest_said(MANIFEST), **changes})


def test_a_manifest_of_a_newer_program_is_told_apart():
    with pytest.raises(backups.NewerManifest):
        backups.manifest_from({**backups.manifest_said(MANIFEST), "format": 2})
    with pytest.raises(ValueError, match="another type"):
        backups.manifest_from([])

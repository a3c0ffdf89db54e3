from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.progress import Say, Series, TwitchCounts, VisitPoint, change_of
from ims_notes.domain.sites import Twitch

MONDAY = date(2026, 1, 5)


def visit(number, before=None, **more):
    on = more.pop("on", MONDAY + timedelta(weeks=number - 1))
    return VisitPoint(note_id=UUID(int=number), on=on, visit_number=number, before=before, **more)


def course(*pains, opened_on=MONDAY):
    points = tuple(visit(number, pain) for number, pain in enumerate(pains, start=1))
    return Series(episode_id=UUID(int=9), region="neck", opened_on=opened_on, points=points)


def test_change_runs_from_the_first_to_the_latest_recorded_score():
    change = change_of(course(None, 7, 8, 3, None, 4, None))
    assert (change.baseline.before, change.latest.before) == (7, 4)
    assert (change.difference, round(change.percent), change.days) == (-3, -43, 28)
    assert (change.lowest, change.highest) == (3, 8)
    assert (change.values, change.visits) == (4, 7)
    assert change.says == (
        Say.LOWER,
        Say.BASELINE_AFTER_FIRST_VISIT,
        Say.LATEST_VISIT_NOT_RECORDED,
        Say.VALUES_MISSING,
        Say.CANNOT_SAY_WHY,
    )


@pytest.mark.parametrize(
    ("pains", "first"),
    [((7, 5, 4), Say.LOWER), ((4, 5, 7), Say.HIGHER), ((5, 2, 5), Say.SAME), ((5,), Say.ONE_VALUE)],
)
def test_the_direction_is_named_without_flattery(pains, first):
    assert change_of(course(*pains)).says[0] is first


@pytest.mark.parametrize(
    ("pains", "remark"),
    [((7, 4), Say.TOO_FEW), ((2, 1, 1), Say.LOW_BASELINE), ((0, 3, 1), Say.BASELINE_ZERO)],
)
def test_a_weak_change_says_so(pains, remark):
    assert remark in change_of(course(*pains)).says
    assert remark not in change_of(course(7, 6, 4)).says


def test_a_start_of_zero_has_no_percentage():
    change = change_of(course(0, 3, 1))
    assert change.difference == 1
    assert change.percent is None


def test_one_score_is_no_change():
    change = change_of(course(None, 6))
    assert change.difference is None
    assert change.percent is None
    assert change.baseline is change.latest


@pytest.mark.parametrize("pains", [(), (None, None)])
def test_nothing_recorded_is_not_zero(pains):
    change = change_of(course(*pains))
    assert change.says == (Say.NO_VALUES,)
    assert change.baseline is None
    assert change.visits == len(pains)


def test_visits_stand_in_order_of_time_and_two_of_one_day_both_stay():
    same_day = [visit(2, 5, on=MONDAY), visit(1, 7, on=MONDAY)]
    series = Series(
        episode_id=UUID(int=9),
        region="neck",
        opened_on=MONDAY,
        points=(visit(3, 4), *same_day),
    )
    assert [point.visit_number for point in series.points] == [1, 2, 3]


@pytest.mark.parametrize("values", [{"before": 11}, {"before": -1}, {"after": 11}])
def test_a_score_off_the_scale_is_refused(values):
    with pytest.raises(RuleBroken) as broken:
        visit(1, **values)
    assert broken.value.rule is Rule.PAIN_RANGE
    assert broken.value.field in values


def test_the_drop_needs_both_scores():
    assert visit(1, 6, after=2).drop == -4
    assert visit(1, 0, after=0).drop == 0
    assert visit(1, 6).drop is None
    assert visit(1, after=6).drop is None


@pytest.mark.parametrize(
    ("states", "overall"),
    [
        ([Twitch.ABSENT, Twitch.PRESENT, None], Twitch.PRESENT),
        ([Twitch.ABSENT, Twitch.UNCERTAIN], Twitch.UNCERTAIN),
        ([Twitch.NOT_SOUGHT, Twitch.ABSENT], Twitch.ABSENT),
        ([Twitch.NOT_SOUGHT, None], Twitch.NOT_SOUGHT),
        ([None, None], None),
        ([], None),
    ],
)
def test_a_visits_twitch_sums_up_its_sites(states, overall):
    point = visit(1, twitches=TwitchCounts.of(states))
    assert point.twitch is overall
    assert point.twitches.not_recorded == states.count(None)


@given(st.lists(st.none() | st.integers(0, 10), max_size=20))
def test_a_change_never_leaves_its_recorded_scores(pains):
    change = change_of(course(*pains))
    recorded = [pain for pain in pains if pain is not None]
    assert change.values == len(recorded)
    if recorded:
        assert change.lowest == min(recorded)
        assert change.highest == max(recorded)
        assert Say.CANNOT_SAY_WHY in change.says
    if len(recorded) > 1:
        assert change.difference == recorded[-1] - recorded[0]

from datetime import date, timedelta
from itertools import pairwise
from math import isfinite
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_notes.domain.chart.layout import lay_out
from ims_notes.domain.chart.shapes import Density, MarkKind, Sheet, Unit
from ims_notes.domain.chart.thresholds import Threshold
from ims_notes.domain.progress import (
    Reaction,
    ReactionTime,
    Series,
    TwitchCounts,
    VisitPoint,
)
from ims_notes.domain.sites import Twitch

SHEET = Sheet(width=720, height=300)
MONDAY = date(2026, 1, 5)
SORE = (Reaction(event="soreness", time=ReactionTime.SINCE_LAST),)
TWO_POINTS = Threshold(
    code="two_points", label="2", felt="felt", population="adults", source="S", points=2
)


def visit(number, on, before=None, **more):
    return VisitPoint(note_id=UUID(int=number), on=on, visit_number=number, before=before, **more)


def series(points, *, episode=1, region="neck"):
    return Series(
        episode_id=UUID(int=episode), region=region, opened_on=MONDAY, points=tuple(points)
    )


def weekly(*pains, start=MONDAY, first=1, **more):
    return [
        visit(first + week, start + timedelta(weeks=week), pain, **more)
        for week, pain in enumerate(pains)
    ]


def twitched(*states):
    return TwitchCounts.of(states)


def test_without_visits_there_is_an_empty_scale_and_nothing_invented():
    for shown in ([], [series([])]):
        chart = lay_out(shown, SHEET, threshold=TWO_POINTS)
        assert [tick.pain for tick in chart.pains][-1] == 10
        assert not chart.targets
        assert not chart.dates
        assert chart.threshold is None


def test_a_single_visit_stands_in_the_middle_under_its_own_date():
    chart = lay_out([series(weekly(7))], SHEET)
    (dot,) = chart.traces[0].dots
    assert dot.x == (chart.frame.left + chart.frame.right) / 2
    assert [(tick.on, tick.unit) for tick in chart.dates] == [(MONDAY, Unit.DAY)]
    assert not chart.traces[0].segments


def test_the_scale_is_always_zero_to_ten_with_ten_on_top():
    chart = lay_out([series(weekly(2, 3, 2))], SHEET)
    assert chart.pains[0].y == chart.frame.bottom
    assert chart.pains[-1].y == chart.frame.top
    assert (chart.pains[0].pain, chart.pains[-1].pain) == (0, 10)


def test_a_missing_score_leaves_a_gap_that_nothing_bridges():
    chart = lay_out([series(weekly(7, 6, None, 5, 4))], SHEET)
    dots = chart.traces[0].dots
    joined = [(line.x1, line.x2) for line in chart.traces[0].segments]
    assert joined == [(dots[0].x, dots[1].x), (dots[2].x, dots[3].x)]
    assert chart.targets[2].y == chart.frame.bottom
    assert len(chart.rug) == 5


def test_time_is_real_not_counted_in_visits():
    points = [visit(n, MONDAY + timedelta(days=d), 5) for n, d in ((1, 0), (2, 7), (3, 70))]
    a, b, c = lay_out([series(points)], SHEET).traces[0].dots
    assert (c.x - a.x) / (b.x - a.x) == pytest.approx(10)


def test_two_visits_of_one_day_both_show_in_order():
    points = [visit(1, MONDAY, 7), visit(2, MONDAY, 3), visit(3, MONDAY + timedelta(30), 4)]
    chart = lay_out([series(points)], SHEET)
    assert chart.targets[0].x < chart.targets[1].x < chart.targets[2].x
    assert len(lay_out([series(points[:2])], SHEET).traces[0].dots) == 2


def test_the_change_during_a_visit_is_a_bar_at_the_visit():
    points = [
        visit(1, MONDAY, 7, after=3),
        visit(2, MONDAY + timedelta(7), 5, after=6),
        visit(3, MONDAY + timedelta(14), None, after=2),
        visit(4, MONDAY + timedelta(21), 5, after_not_taken=True),
    ]
    trace = lay_out([series(points)], SHEET).traces[0]
    down, up = trace.drops
    assert down.x1 == down.x2 == trace.dots[0].x
    assert down.y2 > down.y1
    assert up.y2 < up.y1
    assert len(trace.lone_afters) == 1


def test_a_new_episode_restarts_and_is_never_joined_to_the_old_one():
    old = series(weekly(8, 5, 2), episode=1)
    new = series(weekly(7, 6, start=date(2026, 6, 1), first=9), episode=2)
    chart = lay_out([old, new], SHEET)
    assert [restart.series for restart in chart.restarts] == [1]
    last_of_old = chart.traces[0].latest.x
    assert all(
        segment.x1 > last_of_old or segment.x2 <= last_of_old
        for trace in chart.traces
        for segment in trace.segments
    )


def test_the_threshold_starts_at_the_series_own_baseline():
    old = series(weekly(8, 5), episode=1)
    new = series(weekly(None, 6, 5, start=date(2026, 6, 1), first=9), episode=2)
    chart = lay_out([old, new], SHEET, threshold=TWO_POINTS, chief=1)
    assert chart.threshold.series == 1
    assert chart.threshold.pain == 4
    assert chart.threshold.segment.x1 == chart.traces[1].start.x


@pytest.mark.parametrize("pains", [(1, 1), (0, 4), (None, None)])
def test_no_threshold_where_the_start_has_no_room_for_it(pains):
    assert lay_out([series(weekly(*pains))], SHEET, threshold=TWO_POINTS).threshold is None


def test_twitch_marks_differ_by_kind_and_not_recorded_has_none():
    points = [
        visit(n, MONDAY + timedelta(weeks=n), 5, twitches=twitched(*states), needled=needled)
        for n, (states, needled) in enumerate(
            [
                ([Twitch.PRESENT, Twitch.ABSENT], True),
                ([Twitch.ABSENT], True),
                ([Twitch.UNCERTAIN], True),
                ([Twitch.NOT_SOUGHT], True),
                ([], True),
                ([], False),
            ]
        )
    ]
    marks = lay_out([series(points)], SHEET).strips[0].marks
    assert [mark.kind for mark in marks] == [
        MarkKind.PRESENT,
        MarkKind.ABSENT,
        MarkKind.UNCERTAIN,
        MarkKind.NOT_SOUGHT,
        MarkKind.NO_NEEDLING,
    ]


def test_crowded_twitches_show_the_share_of_all_visits_not_the_best_one():
    points = [
        visit(n, MONDAY + timedelta(days=n), 5,
              twitches=twitched(Twitch.PRESENT if n % 4 == 0 else Twitch.ABSENT))
        for n in range(400)
    ]  # fmt: skip
    marks = lay_out([series(points)], SHEET).strips[0].marks
    assert {mark.kind for mark in marks} == {MarkKind.SHARE}
    assert sum(mark.visits for mark in marks) == 400
    assert sum(mark.visits * mark.share for mark in marks) == pytest.approx(100)


def test_a_reaction_is_marked_once_per_visit_whatever_the_number_of_series():
    points = weekly(7, 6, 5, reactions=SORE)
    chart = lay_out([series(points), series(points, region="low_back")], SHEET)
    assert chart.strips[-1].series is None
    assert [mark.visits for mark in chart.strips[-1].marks] == [1, 1, 1]
    assert [strip.series for strip in chart.strips] == [0, 1, None]


def test_none_observed_and_not_asked_make_no_reaction_mark():
    points = [visit(1, MONDAY, 5, reactions=()), visit(2, MONDAY + timedelta(7), 5)]
    assert not lay_out([series(points)], SHEET).strips[-1].marks


@pytest.mark.parametrize(
    ("count", "density"), [(2, Density.ROOMY), (30, Density.ROOMY), (500, Density.CROWDED)]
)
def test_marks_thin_out_as_visits_crowd(count, density):
    chart = lay_out([series(weekly(*[5] * count))], SHEET)
    assert chart.density is density
    assert len(chart.targets) == count


def test_a_hundred_visits_become_small_dots():
    assert lay_out([series(weekly(*[5] * 100))], SHEET).density is Density.CLOSE


def test_crowded_visits_show_lowest_middle_and_highest_and_keep_long_gaps():
    pains = [4, 6, 8] * 60 + [None] * 60 + [2, 3, 4] * 60
    chart = lay_out([series(weekly(*pains))], SHEET)
    trace = chart.traces[0]
    assert not trace.dots
    height = (chart.frame.bottom - chart.frame.top) / 10
    first = trace.columns[1]
    assert first.low - first.high == pytest.approx(4 * height)
    gap = (chart.targets[180].x, chart.targets[239].x)
    assert not [s for s in trace.segments if s.x1 <= gap[0] and s.x2 >= gap[1]]
    assert [value.pain for value in trace.values] == [4, 4]


def test_numbers_stand_only_where_they_find_room_and_never_among_several_series():
    one = lay_out([series(weekly(*[7, 5, 6] * 12))], SHEET).traces[0].values
    assert {value.pain for value in one[:2]} == {7, 6}
    xs = sorted(value.dot.x for value in one)
    assert all(b - a >= 20 for a, b in pairwise(xs))
    both = lay_out([series(weekly(7, 5)), series(weekly(6, 4), region="hip")], SHEET)
    assert not any(trace.values for trace in both.traces)


def test_equal_scores_of_two_series_do_not_hide_each_other():
    points = weekly(7, 5, 3)
    chart = lay_out([series(points), series(points, region="hip")], SHEET)
    assert all(a != b for a, b in zip(chart.traces[0].dots, chart.traces[1].dots, strict=True))


def test_names_at_the_line_ends_keep_apart():
    points = weekly(7, 5, 0)
    chart = lay_out([series(points, region=name) for name in "abcd"], SHEET)
    ys = sorted(label.y for label in chart.labels)
    assert all(b - a >= 16 for a, b in pairwise(ys))
    assert chart.frame.top <= ys[0]
    assert ys[-1] <= chart.frame.bottom


@pytest.mark.parametrize(
    ("days", "unit"),
    [(3, Unit.DAY), (20, Unit.DAY), (200, Unit.MONTH), (900, Unit.MONTH), (9000, Unit.YEAR)],
)
def test_date_labels_suit_the_span_and_do_not_touch(days, unit):
    points = [visit(1, MONDAY, 5), visit(2, MONDAY + timedelta(days), 4)]
    ticks = lay_out([series(points)], SHEET).dates
    assert {tick.unit for tick in ticks} == {unit}
    width = {Unit.DAY: SHEET.day, Unit.MONTH: SHEET.month, Unit.YEAR: SHEET.year}[unit]
    assert len(ticks) > 1
    assert all(b.x - a.x > width for a, b in pairwise(ticks))


def test_weeks_are_marked_on_mondays():
    points = [visit(1, date(2026, 1, 7), 5), visit(2, date(2026, 2, 7), 4)]
    ticks = lay_out([series(points)], SHEET).dates
    assert {tick.on.weekday() for tick in ticks} == {0}


def test_from_the_first_to_the_last_day_of_the_calendar_nothing_breaks():
    points = [visit(1, date.min, 5), visit(2, date.max, 4)]
    chart = lay_out([series(points)], SHEET)
    assert chart.dates
    assert chart.traces[0].dots[0].x < chart.traces[0].dots[1].x


PAIN = st.none() | st.integers(0, 10)
VISITS = st.lists(st.tuples(st.dates(), PAIN, PAIN), max_size=40)
RECENT = st.lists(st.tuples(st.dates(date(2024, 1, 1), date(2024, 6, 1)), PAIN, PAIN), max_size=40)


@st.composite
def progress_series(draw):
    courses = draw(st.lists(VISITS | RECENT, min_size=1, max_size=4))
    number = 0
    made = []
    for episode, course in enumerate(courses):
        points = []
        for on, before, after in course:
            number += 1
            states = [draw(st.sampled_from([None, *Twitch]))]
            points.append(
                visit(number, on, before, after=after, twitches=TwitchCounts.of(states),
                      reactions=draw(st.sampled_from([None, (), SORE])))
            )  # fmt: skip
        made.append(series(points, episode=episode))
    return made


SHEETS = st.builds(
    Sheet,
    width=st.floats(320, 3000),
    height=st.floats(260, 2000),
    right=st.floats(10, 90),
)


def every_point(chart):
    for trace in chart.traces:
        yield from ((p.x, p.y) for p in (*trace.dots, *trace.lone_afters))
        yield from ((v.dot.x, v.dot.y) for v in trace.values)
        yield from ((c.x, y) for c in trace.columns for y in (c.low, c.middle, c.high))
        for line in (*trace.segments, *trace.drops):
            yield from ((line.x1, line.y1), (line.x2, line.y2))
    yield from ((target.x, target.y) for target in chart.targets)
    yield from ((tick.x, chart.frame.top) for tick in chart.dates)
    yield from ((x, chart.frame.top) for x in chart.rug)
    if chart.threshold:
        line = chart.threshold.segment
        yield from ((line.x1, line.y1), (line.x2, line.y2))


@given(progress_series(), SHEETS)
def test_every_shape_is_finite_and_inside_the_frame(shown, sheet):
    chart = lay_out(shown, sheet, threshold=TWO_POINTS)
    frame, slack = chart.frame, 0.001
    for x, y in every_point(chart):
        assert isfinite(x)
        assert isfinite(y)
        assert frame.left - slack <= x <= frame.right + slack
        assert frame.top - slack <= y <= frame.bottom + slack
    for strip in chart.strips:
        assert frame.bottom < strip.y < chart.strip_bottom <= sheet.height
        assert all(frame.left <= mark.x <= frame.right for mark in strip.marks)


@given(progress_series(), SHEETS)
def test_more_pain_is_always_higher_and_later_is_never_left(shown, sheet):
    chart = lay_out(shown, sheet)
    told = [
        (shown[target.series].points[target.visit], target)
        for target in chart.targets
        if shown[target.series].points[target.visit].before is not None
    ]
    by_pain = sorted(told, key=lambda pair: pair[0].before)
    for (less, low), (more, high) in pairwise(by_pain):
        assert high.y < low.y if more.before > less.before else high.y == low.y
    for one, two in pairwise(chart.targets):
        assert two.x >= one.x - 0.001 or two.series != one.series


@given(progress_series(), SHEETS)
def test_no_line_passes_a_visit_without_a_score(shown, sheet):
    chart = lay_out(shown, sheet)
    if chart.density is Density.CROWDED or not chart.targets:
        return
    for number, one in enumerate(shown):
        pairs = sum(a.before is not None and b.before is not None for a, b in pairwise(one.points))
        assert len(chart.traces[number].segments) == pairs
        assert len(chart.traces[number].dots) == len(one.recorded)


def test_a_sheet_too_small_for_its_margins_still_holds_a_chart():
    points = [visit(1, date.min, 5), visit(2, date.max, 4)]
    chart = lay_out([series(points)], Sheet(width=20, height=20))
    assert chart.frame.left < chart.frame.right
    assert chart.frame.top < chart.frame.bottom
    assert [tick.on for tick in chart.dates] == [date.min]

from datetime import UTC, date, datetime, timedelta

from ims_notes.domain.note import NoteKind
from ims_notes.domain.note_content import EpisodeNamed, PainRow
from ims_notes.domain.progress import Reaction, ReactionTime, TwitchCounts
from ims_notes.domain.sites import Twitch
from ims_notes.domain.visit import AdverseEvent, PainContext, SinceLast, Visit
from tests.storage.given import DECLINED, NOW, a_patient, an_episode

DAY = timedelta(days=1)


def progress_of(clinic):
    with clinic.look() as work:
        return work.notes.progress(clinic.patient.id)


def pain(episode, before, after=None, **changes):
    return PainRow(**{"episode_id": episode.id, "before": before, "after": after, **changes})


def named(*episodes):
    return tuple(EpisodeNamed(id=e.id, region=e.region) for e in episodes)


def with_episode(clinic, **changes):
    episode = an_episode(clinic.patient, **changes)
    with clinic.begin() as work:
        work.episodes.put(episode)
    return episode


def test_a_patient_without_visits_has_no_series(clinic):
    assert progress_of(clinic).series == ()


def test_only_signed_visits_count_and_drafts_are_told(clinic):
    clinic.sign()
    with clinic.begin() as work:
        work.notes.put_draft(clinic.draft())
    progress = progress_of(clinic)
    assert progress.unsigned == 1
    assert [len(series.points) for series in progress.series] == [1]


def test_every_visit_of_the_episode_is_a_point_also_without_a_value(clinic):
    clinic.sign(started_at=NOW - 3 * DAY)
    clinic.sign(started_at=NOW - 2 * DAY, **DECLINED)
    clinic.sign(started_at=NOW - DAY, states={"pains": ()})
    clinic.sign(started_at=NOW, kind=NoteKind.MISSED, states={"sites": (), "pains": ()})
    (series,) = progress_of(clinic).series
    assert [p.before for p in series.points] == [6, None, None]
    assert [p.visit_number for p in series.points] == [1, 2, 3]
    assert [p.needled for p in series.points] == [True, False, True]
    assert [p.kind for p in series.points] == ["follow_up", "no_needling", "follow_up"]


def test_an_episode_without_any_value_still_has_its_line(clinic):
    clinic.sign(**DECLINED)
    (series,) = progress_of(clinic).series
    assert (series.region, series.context, series.recorded) == ("neck", None, ())


def test_one_line_is_one_episode_region_and_context(clinic):
    knee = with_episode(clinic, region="knee", opened_on=date(2026, 2, 1), complaint="stairs")
    worst = {"context": PainContext.WORST}
    pains = (
        pain(clinic.episode, 6, 3),
        pain(clinic.episode, 8, **worst),
        pain(clinic.episode, 2, region="Arm"),
        pain(clinic.episode, 5, region="NECK "),
        pain(knee, 4, 4),
    )
    clinic.sign(states={"pains": pains, "episodes": named(clinic.episode, knee)})
    series = progress_of(clinic).series
    assert [(s.region, s.context, s.points[0].before) for s in series] == [
        ("neck", None, 6),
        ("neck", PainContext.WORST, 8),
        ("Arm", None, 2),
        ("knee", None, 4),
    ]
    assert series[-1].complaint == "stairs"
    assert series[-1].opened_on == date(2026, 2, 1)


def test_a_new_episode_of_the_same_region_starts_its_own_line(clinic):
    clinic.sign(started_at=NOW - 9 * DAY)
    again = with_episode(clinic, region="neck", opened_on=date(2026, 3, 1))
    states = {"pains": (pain(again, 5),), "episodes": named(again)}
    clinic.sign(episode_id=again.id, states=states)
    assert [[p.before for p in s.points] for s in progress_of(clinic).series] == [[6], [5]]


def test_a_row_that_names_no_episode_belongs_to_the_visit_s_first(clinic):
    knee = with_episode(clinic, region="knee")
    states = {
        "pains": (PainRow(before=7),),
        "episodes": named(clinic.episode, knee),
    }
    clinic.sign(states=states)
    values = {s.region: [p.before for p in s.points] for s in progress_of(clinic).series}
    assert values == {"neck": [7], "knee": [None]}


def test_a_visit_without_any_episode_has_no_line_to_stand_on(clinic):
    states = {"pains": (PainRow(before=7),), "episodes": (), "sites": ()}
    clinic.sign(episode_id=None, states=states)
    assert progress_of(clinic).series == ()


def test_twitches_are_counted_for_the_line_s_own_region(clinic):
    sites = (
        *clinic.sites(Twitch.PRESENT, Twitch.ABSENT, Twitch.PRESENT, None),
        *clinic.sites(Twitch.UNCERTAIN, region="arm"),
    )
    clinic.sign(states={"sites": sites})
    (series,) = progress_of(clinic).series
    assert series.points[0].twitches == TwitchCounts(present=2, absent=1, not_recorded=1)


def test_reactions_tell_what_was_asked_and_what_was_not(clinic):
    clinic.sign(started_at=NOW - 3 * DAY, states={"visit": Visit()})
    clinic.sign(
        started_at=NOW - 2 * DAY, states={"visit": Visit(since_last=SinceLast(event="none"))}
    )
    clinic.sign(
        started_at=NOW - DAY,
        states={
            "visit": Visit(
                since_last=SinceLast(event="sore", hours=24),
                adverse_events=(AdverseEvent(event="bruise"),),
            )
        },
    )
    clinic.sign(started_at=NOW, states={"visit": Visit(adverse_events_none=True)})
    (series,) = progress_of(clinic).series
    assert [point.reactions for point in series.points] == [
        None,
        (),
        (
            Reaction(event="sore", time=ReactionTime.SINCE_LAST, hours=24),
            Reaction(event="bruise", time=ReactionTime.AT_VISIT),
        ),
        (),
    ]


def test_the_day_is_the_day_where_the_visit_took_place(clinic):
    late = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)
    clinic.sign(started_at=late, zone="Pacific/Auckland")
    clinic.sign(started_at=late, zone="Mars/Olympus")
    (series,) = progress_of(clinic).series
    assert [p.on for p in series.points] == [date(2026, 3, 1), date(2026, 3, 2)]


def test_another_patient_s_visits_stay_out(clinic):
    other = a_patient(family_name="Other")
    with clinic.begin() as work:
        work.patients.put(other)
    clinic.sign()
    with clinic.look() as work:
        assert work.notes.progress(other.id).series == ()
        assert work.notes.timeline(other.id) == ()

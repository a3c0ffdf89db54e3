"""Where a complaint stands and what was measured is said once, and in the order it is spoken."""

from uuid import UUID

import pytest

from ims_notes.app.knowledge import rulebook
from ims_notes.domain.note_content import EpisodeNamed
from ims_notes.domain.visit import AdverseEvent, RangeOfMovement
from ims_notes.reports import note_words as words

CATALOGUE = rulebook().catalogue


@pytest.mark.parametrize(
    ("complaint", "reads"),
    [
        ("Low back pain after lifting", "Low back pain after lifting"),
        ("low back, stiff", "low back, stiff"),
        ("Low backache", "Low back: Low backache"),
        ("Stiff after lifting", "Low back: Stiff after lifting"),
        ("", "Low back"),
    ],
)
def test_a_complaint_that_names_its_region_does_not_name_it_twice(complaint, reads):
    episode = EpisodeNamed(id=UUID(int=1), region="low_back", complaint=complaint)
    assert words.episode(episode, CATALOGUE) == reads


@pytest.mark.parametrize(
    ("measured", "reads"),
    [
        (
            {"motion": "straight_leg_raise", "side": "left", "before": 50, "after": 65},
            "Straight leg raise, left (hip and buttock): 50° before treatment, 65° after treatment",
        ),
        ({"motion": "flexion", "after": 95}, "Flexion (hip and buttock): 95° after treatment"),
        ({"motion": "flexion", "unit": "mm"}, "Flexion (hip and buttock): not recorded"),
    ],
)
def test_a_range_names_the_movement_first_then_side_and_place(measured, reads):
    assert words.movement(RangeOfMovement(region="hip", **measured), CATALOGUE) == reads


@pytest.mark.parametrize(
    ("site", "reads"),
    [
        (None, "bruise"),
        ("upper_trapezius", "bruise at upper trapezius"),
        ("right upper_trapezius", "bruise at right upper trapezius"),
        ("left elbow crease", "bruise at left elbow crease"),
    ],
)
def test_where_a_reaction_was_is_said_in_words(site, reads):
    assert words.adverse_event(AdverseEvent(event="bruise", site=site), CATALOGUE) == reads

"""The catalogue that ships: nothing lost, nothing understated, and every daily word belongs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from ims_notes.domain.catalogue import (
    Catalogue,
    Dose,
    MuscleGroup,
    Practice,
    ReactionCategory,
    Unit,
    load_catalogue,
    read_catalogue_files,
)
from tests.domain.shorthand_examples import NEVER_ALONE

FOLDER = Path(__file__).parents[2] / "resources" / "catalogue"

# Counted in the clinical tables the catalogue was made from.
ROWS_PER_REGION = {
    "head_face": 9,
    "neck": 17,
    "shoulder_girdle": 13,
    "thorax": 11,
    "upper_arm": 6,
    "forearm": 20,
    "hand": 8,
    "abdomen": 4,
    "lumbar": 4,
    "pelvis_hip": 10,
    "thigh": 14,
    "lower_leg": 14,
    "foot": 9,
    "paraspinal_cervical": 8,
    "paraspinal_thoracic": 12,
    "paraspinal_lumbar": 5,
    "paraspinal_sacral": 2,
}
# Clinical reference, section 3, with the muscles that were added after that table was made.
MUSCLES_OF_ROOT = {
    "CN-V3": "TEMP MASS MPt LPt DIG-a MYLO",
    "CN-VII": "FRONT OCC DIG-p",
    "CN-XI": "SCM UT MT LT",
    "C1": "SubOcc OCI RCPMaj RCPMin",
    "C4": "MS SplCap SSCap SSCerv LCap Mult-C LCo UT MT LT LS RhMin RhMaj",
    "C5": "AS MS SplCerv SSCap SSCerv LCap Mult-C LCo LS RhMin RhMaj SS IS TMin TMaj SubS AD MD PD"
    " SA PMaj-c SubC CB BB BRA BRD SUP",
    "T12": "SPI RA EO IO TrA ICT LgTh Mult-T ICL QL",
    "L4": "LgTh ICL LM GMed GMin TFL QF RF VL VM VI AL AddB AM POP TA TP OE",
    "S1": "GMax GMed GMin TFL PIR OI QF BFlh BFsh ST SM POP PLNT EDL EHL FL FB FT GM GL SOL FDL"
    " FHL EDB EHB AbH FDB FHB",
    "S4": "LevA",
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(read_catalogue_files(FOLDER))


def owners_of(catalogue, word):
    return {
        muscle.id
        for muscle in catalogue.muscles
        for own in (*muscle.abbreviations, *muscle.synonyms)
        if own.casefold() == word
    }


def group_of(catalogue, word) -> MuscleGroup:
    return next(group for group in catalogue.muscle_groups if word in group.words)


def test_every_muscle_and_segment_of_the_clinical_tables_is_there(catalogue):
    assert len([m for m in catalogue.muscles if not m.is_segment]) == 139
    assert len([m for m in catalogue.muscles if m.is_segment]) == 27
    assert len(catalogue.muscle_by_id) == 166
    assert Counter(m.region for m in catalogue.muscles) == ROWS_PER_REGION
    assert all(m.paired for m in catalogue.muscles)


def test_every_column_of_the_clinical_tables_is_filled_as_often_as_there(catalogue):
    muscles = catalogue.muscles
    assert Counter(m.risk_tier for m in muscles) == {3: 89, 2: 43, 1: 34}
    assert Counter(m.practice for m in muscles) == {
        Practice.USUAL: 147,
        Practice.ADVANCED: 15,
        Practice.SPECIALIST: 4,
    }
    positions = {"prone": 78, "supine": 63, "sidelying": 20, None: 5}
    assert Counter(m.position for m in muscles) == positions
    filled = {
        "latin": 134,
        "roots_alt": 40,
        "needle_length_mm": 13,
        "max_depth_mm": 1,
        "snomed": 23,
        "pneumothorax_source": 7,
        "nerve": 166,
        "source": 166,
    }
    assert {key: sum(bool(getattr(m, key)) for m in muscles) for key in filled} == filled
    assert sum(len(m.abbreviations) for m in muscles) == 195
    assert sum(len(m.roots) for m in muscles) == 420
    assert sum(len(m.hazards) for m in muscles) == 351


def test_a_possible_pneumothorax_is_flagged_in_53_rows_and_always_of_the_highest_tier(catalogue):
    flagged = [m for m in catalogue.muscles if m.pneumothorax]
    assert len(flagged) == 53
    assert {m.risk_tier for m in flagged} == {3}


def test_a_hazard_in_capitals_always_means_the_highest_tier(catalogue):
    loud = [m for m in catalogue.muscles if re.search(r"\b[A-Z]{5,}\b", " ".join(m.hazards))]
    assert len(loud) > 50
    assert {m.risk_tier for m in loud} == {3}


def test_a_muscle_keeps_what_each_source_says_about_it(catalogue):
    rhomboid = catalogue.muscle_by_id["rhomboid_major"]
    assert rhomboid.roots == ("C4", "C5")
    assert rhomboid.roots_alt == "C5"
    assert rhomboid.hazards == (
        "PNEUMOTHORAX - safe margin depends on build (see max_depth)",
        "dorsal scapular nerve",
    )
    assert rhomboid.max_depth_mm == "19 in one study; safe margin 14-17 at BMI < 23"
    assert rhomboid.max_depth_source == "H3; ARM14"
    assert rhomboid.warn_depth_mm == 14
    assert rhomboid.source == "roots=JP C4-C5 (AM lists C5); hazards=H3,H6,H7"


@pytest.mark.parametrize(("root", "abbreviations"), MUSCLES_OF_ROOT.items())
def test_a_root_supplies_the_muscles_the_reference_lists(catalogue, root, abbreviations):
    found = {m.abbreviations[0] for m in catalogue.muscles_sharing(root)}
    assert found == set(abbreviations.split())


def test_every_level_from_c1_to_s2_has_its_segment(catalogue):
    counts = {"c": 8, "t": 12, "l": 5, "s": 2}
    levels = [f"{letter}{n}" for letter, last in counts.items() for n in range(1, last + 1)]
    assert list(catalogue.segment_by_level) == levels
    for level in levels:
        segment = catalogue.segment_by_level[level]
        assert (segment.id, segment.roots) == (f"ps_{level}", (level.upper(),))


@pytest.mark.parametrize(
    ("word", "muscle"),
    [
        ("ut", "upper_trapezius"),
        ("upper trap", "upper_trapezius"),
        ("ls", "levator_scapulae"),
        ("lev scap", "levator_scapulae"),
        ("ss", "supraspinatus"),
        ("infra", "infraspinatus"),
        ("glute med", "gluteus_medius"),
        ("tib post", "tibialis_posterior"),
        ("lats", "latissimus_dorsi"),
        ("scm", "sternocleidomastoid"),
        ("ql", "quadratus_lumborum"),
        ("tfl", "tensor_fasciae_latae"),
        ("vmo", "vastus_medialis"),
        ("edc", "extensor_digitorum"),
        ("peroneus longus", "fibularis_longus"),
    ],
)
def test_a_daily_word_belongs_to_one_muscle(catalogue, word, muscle):
    assert owners_of(catalogue, word) == {muscle}


@pytest.mark.parametrize(
    ("muscle", "said", "formal"),
    [
        ("upper_trapezius", "Upper trapezius", "Trapezius, descending (upper) part"),
        ("deltoid_anterior", "Anterior deltoid", "Deltoid, clavicular (anterior) part"),
        ("gastrocnemius_medial", "Medial gastrocnemius", "Gastrocnemius, medial head"),
        ("triceps_long", "Long head of triceps", "Triceps brachii, long head"),
        ("infraspinatus", "Infraspinatus", None),
    ],
)
def test_a_muscle_is_called_as_a_clinician_says_and_keeps_its_formal_name(
    catalogue, muscle, said, formal
):
    one = catalogue.muscle_by_id[muscle]
    assert (one.name, one.formal) == (said, formal)


def test_no_muscle_is_shown_by_a_name_that_lists_its_parts_or_belongs_to_another(catalogue):
    names = Counter(muscle.name.casefold() for muscle in catalogue.muscles)
    assert [name for name, count in names.items() if count > 1 or "," in name] == []


def test_inf_is_the_beginning_of_infraspinatus_alone(catalogue):
    begun = {
        muscle.id
        for muscle in catalogue.muscles
        for word in (muscle.id, muscle.name, muscle.formal or "", *muscle.synonyms)
        if word.casefold().startswith("inf")
    }
    assert begun == {"infraspinatus"}


def test_only_es_t_is_the_abbreviation_of_two_muscles(catalogue):
    owners = Counter(a.casefold() for m in catalogue.muscles for a in m.abbreviations)
    assert [word for word, count in owners.items() if count > 1] == ["es-t"]


def test_no_word_of_one_muscle_is_the_name_or_abbreviation_of_another(catalogue):
    names = {m.name.casefold(): m.id for m in catalogue.muscles}
    names |= {a.casefold(): m.id for m in catalogue.muscles for a in m.abbreviations}
    for muscle in catalogue.muscles:
        for word in muscle.synonyms:
            assert names.get(word.casefold(), muscle.id) == muscle.id


def test_short_forms_that_read_as_two_muscles_are_named_with_both(catalogue):
    assert [word.word for word in catalogue.never_alone] == NEVER_ALONE
    assert all(len(word.candidates) >= 2 for word in catalogue.never_alone)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("rhomboids", {"rhomboid_minor", "rhomboid_major"}),
        ("scalenes", {"scalene_anterior", "scalene_middle", "scalene_posterior"}),
        ("traps", {"upper_trapezius", "middle_trapezius", "lower_trapezius"}),
        ("calf", {"gastrocnemius_medial", "gastrocnemius_lateral", "soleus"}),
        ("glutes", {"gluteus_maximus", "gluteus_medius", "gluteus_minimus"}),
        ("peroneals", {"fibularis_longus", "fibularis_brevis", "fibularis_tertius"}),
        ("obliques", {"external_oblique", "internal_oblique"}),
    ],
)
def test_a_group_word_lists_its_parts(catalogue, word, parts):
    assert set(group_of(catalogue, word).parts) == parts


@pytest.mark.parametrize(
    "word",
    [
        "hamstrings",
        "quads",
        "suboccipitals",
        "trapezius",
        "deltoid",
        "delts",
        "pecs",
        "adductors",
        "triceps",
        "mult",
        "erector spinae",
        "rotator cuff",
        "forearm extensors",
        "forearm flexors",
    ],
)
def test_every_group_word_in_daily_use_is_there(catalogue, word):
    assert len(group_of(catalogue, word).parts) >= 2


@pytest.mark.parametrize(
    ("word", "level", "muscle"),
    [
        ("mult", "c5", "multifidus_cervical"),
        ("mult", "t12", "multifidus_thoracic"),
        ("mult", "l4", "multifidus_lumbar"),
        ("ps", "c5", "ps_c5"),
        ("paraspinal", "l5", "ps_l5"),
        ("calf", "c5", None),
    ],
)
def test_a_group_word_beside_a_level_means_one_muscle(catalogue, word, level, muscle):
    assert group_of(catalogue, word).muscle_at(level) == muscle


def test_there_are_exercises_for_every_purpose_and_education_on_what_needling_is(catalogue):
    assert len(catalogue.exercises) >= 45
    assert len({exercise.purpose for exercise in catalogue.exercises}) == 7
    assert len(catalogue.topics) >= 16
    assert {"soreness", "activity", "what_needling_is", "when_to_call"} <= set(
        catalogue.topic_by_id
    )
    needled = {m.region for m in catalogue.muscles if not m.is_segment}
    served = {catalogue.muscle_by_id[m].region for e in catalogue.exercises for m in e.muscles}
    assert served == needled


def test_everything_a_therapist_may_pick_names_a_tag_or_background_as_its_source(catalogue):
    for one in (*catalogue.exercises, *catalogue.hands_on, *catalogue.adverse_events):
        assert re.search(r"\[S\d+\]|reference \d|background", one.source), one.id
    assert "[S124]" in catalogue.exercise_by_id["chin_tuck"].source
    assert "[S63][S64]" in catalogue.adverse_event_by_id["bruise"].source


def test_what_is_still_studied_is_called_so(catalogue):
    for topic in ("what_needling_is", "blood_flow", "chemical_effects", "hydration"):
        body = catalogue.topic_by_id[topic].body
        assert re.search("still being studied|not settled|not a proven|evidence .* is weak", body)


def test_education_is_written_in_short_sentences(catalogue):
    for topic in catalogue.topics:
        sentences = re.split(r"[.:?]\s", topic.body)
        assert sum(len(s.split()) for s in sentences) / len(sentences) < 15, topic.id


def test_soreness_is_an_expected_reaction_and_not_an_adverse_event(catalogue):
    expected = [e.id for e in catalogue.adverse_events if e.category is ReactionCategory.EXPECTED]
    assert expected == ["soreness"]


def test_the_short_lists_hold_the_words_a_visit_line_is_typed_with(catalogue):
    def word_in(entries, word):
        return [entry.id for entry in entries if word in entry.words]

    assert word_in(catalogue.regions, "neck") == ["neck"]
    assert word_in(catalogue.motions, "rot") == ["rotation"]
    assert word_in(catalogue.adverse_events, "bruise") == ["bruise"]
    assert word_in(catalogue.adverse_events, "faint") == ["faint"]
    assert word_in(catalogue.adverse_events, "sore") == ["soreness"]
    assert word_in(catalogue.hands_on, "soft tissue") == ["soft_tissue"]
    assert word_in(catalogue.exercises, "chin tuck") == ["chin_tuck"]
    assert word_in(catalogue.exercises, "lev stretch") == ["levator_stretch"]
    assert word_in(catalogue.positions, "prone") == ["prone"]
    assert [t.id for t in catalogue.tolerances] == ["well", "moderate", "poor", "stopped"]
    assert word_in(catalogue.places, "telehealth") == ["online"]
    assert catalogue.motion_by_id["opening"].unit is Unit.MILLIMETRES
    assert catalogue.motion_by_id["rotation"].unit is Unit.DEGREES


def test_an_exercise_gets_harder_step_by_step_until_the_next_one(catalogue):
    tuck = catalogue.exercise_by_id["chin_tuck"]
    dose: Dose | None = tuck.dose
    seen = []
    while dose is not None:
        seen.append((dose.reps, dose.hold_s))
        dose = tuck.progressed(dose)
    assert seen == [(8, 5), (10, 5), (12, 5), (12, 10)]
    assert tuck.progression.then == "deep_neck_flexor_nod"


def test_progress_starts_from_the_usual_dose_where_the_therapist_said_nothing(catalogue):
    tuck = catalogue.exercise_by_id["chin_tuck"]
    assert tuck.progressed(Dose(sets=3, reps=11)) == Dose(
        sets=3, reps=12, hold_s=5, times_per_day=3
    )


def test_progress_never_makes_a_larger_dose_smaller(catalogue):
    tuck = catalogue.exercise_by_id["chin_tuck"]
    assert tuck.progressed(Dose(sets=1, reps=20, hold_s=30, times_per_day=1)) is None


def test_the_chain_of_next_exercises_always_ends(catalogue):
    for exercise in catalogue.exercises:
        seen = [exercise.id]
        while then := catalogue.exercise_by_id[seen[-1]].progression.then:
            assert then not in seen
            seen.append(then)


def test_the_catalogue_cannot_be_changed(catalogue):
    with pytest.raises(FrozenInstanceError):
        catalogue.muscles = ()
    with pytest.raises(TypeError):
        catalogue.muscle_by_id["x"] = catalogue.muscles[0]

"""A broken catalogue file is refused with its name, the line and the reason."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ims_notes.domain.catalogue import BrokenCatalogue, load_catalogue, read_catalogue_files

FOLDER = Path(__file__).parents[2] / "resources" / "catalogue"

MUSCLE = """
[[muscle]]
id = "upper_trapezius"
name = "Upper trapezius"
abbreviations = ["UT"]
synonyms = ["upper trap"]
nerve = "accessory n."
roots = ["CN-XI", "C3"]
hazards = ["PNEUMOTHORAX - lung apex"]
risk_tier = 3
practice = "usual"
source = "all=BG"
"""
OTHER = MUSCLE.replace("upper_", "lower_").replace("UT", "LT").replace("upper trap", "lower trap")
GROUPS = """[never_alone]
tra = ["upper_trapezius"]

[[group]]
id = "trapezius"
name = "Trapezius"
words = ["traps"]
parts = ["upper_trapezius"]
"""
EXERCISE = """source = "background"
[[exercise]]
id = "chin_tuck"
name = "Chin tuck"
words = ["chin tuck"]
regions = ["neck"]
purpose = "motor_control"
position = "Sitting"
steps = ["Slide the head back."]
dose = { sets = 2, reps = 8 }
progress = [{ part = "reps", by = 2, up_to = 12 }]
progress_words = "Two more at a time."
easier = "Lie down."
muscles = ["upper_trapezius"]
"""
NAMED = """
[[{kind}]]
id = "{id}"
name = "A name"
words = ["{id}"]
"""
WHOLE = {
    "muscles/neck.toml": f'region = "neck"\n{MUSCLE}',
    "muscle_groups.toml": GROUPS,
    "exercises.toml": EXERCISE,
    "education.toml": """[[topic]]
id = "soreness"
title = "Soreness"
words = ["sore"]
body = "It passes."
source = "background"
""",
    "regions.toml": NAMED.format(kind="region", id="neck")
    + 'muscle_regions = ["neck"]\n'
    + NAMED.format(kind="motion", id="rotation")
    + 'unit = "deg"\n',
    "adverse_events.toml": 'source = "reference 2.3"'
    + NAMED.format(kind="event", id="bruise")
    + 'category = "adverse"\nphase = "immediate"\nseverity = "mild"\n',
    "hands_on.toml": 'source = "background"' + NAMED.format(kind="technique", id="massage"),
    "visit.toml": NAMED.format(kind="position", id="prone")
    + NAMED.format(kind="tolerance", id="well")
    + NAMED.format(kind="place", id="clinic"),
}
NECK = "muscles/neck.toml"


def fault_of(files):
    with pytest.raises(BrokenCatalogue) as caught:
        load_catalogue(files)
    return caught.value


def test_the_smallest_whole_catalogue_is_accepted():
    catalogue = load_catalogue(WHOLE)
    assert [m.id for m in catalogue.muscles] == ["upper_trapezius"]
    assert [p.id for p in catalogue.places] == ["clinic"]


def test_an_entry_has_the_source_of_its_file_unless_it_names_its_own():
    own = EXERCISE.replace("chin_tuck", "nod").replace('["chin tuck"]', '["nod"]')
    own = own.split("\n", 1)[1] + 'source = "reference 6.1"\n'
    catalogue = load_catalogue({**WHOLE, "exercises.toml": EXERCISE + own})
    assert [one.source for one in catalogue.exercises] == ["background", "reference 6.1"]
    assert catalogue.adverse_events[0].source == "reference 2.3"
    assert catalogue.hands_on[0].source == "background"


@pytest.mark.parametrize("file", [name for name in WHOLE if name != NECK])
def test_a_missing_file_is_named(file):
    fault = fault_of({name: text for name, text in WHOLE.items() if name != file})
    assert (fault.file, fault.line, fault.reason) == (file, 1, "the file is missing")


def test_a_folder_without_muscles_is_named():
    fault = fault_of({name: text for name, text in WHOLE.items() if name != NECK})
    assert (fault.file, fault.reason) == ("muscles/", "the folder holds no muscles")


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "reason"),
    [
        # Not TOML
        (NECK, 'id = "upper', "id = upper", 4, "not TOML: Invalid value"),
        (NECK, '"all=BG"\n', '"all=BG', 13, "not TOML: Unterminated string"),
        ("exercises.toml", "[[exercise]]", "[[exercise", 2, "not TOML: Expected"),
        # Keys and values
        (NECK, "risk_tier", "risk", 3, "unknown key 'risk'"),
        (NECK, "risk_tier = 3\n", "", 3, "'risk_tier' is missing"),
        (NECK, "risk_tier = 3", "risk_tier = 4", 3, "'risk_tier' must be a whole number from 1"),
        (NECK, "risk_tier = 3", "risk_tier = true", 3, "'risk_tier' must be a whole number"),
        (NECK, "risk_tier = 3", 'risk_tier = 3\nlatin = ""', 3, "'latin' must be a text"),
        (NECK, "risk_tier = 3", "risk_tier = 3\npaired = 1", 3, "'paired' must be true or false"),
        (NECK, '"usual"', '"rare"', 3, "'practice' must be one of usual, advanced, specialist"),
        (NECK, '["UT"]', '"UT"', 3, "'abbreviations' must be a list of texts"),
        (NECK, '["UT"]', '["UT", "UT"]', 3, "'abbreviations' holds the same text twice"),
        (NECK, '["PNEUMOTHORAX - lung apex"]', "[]", 3, "'hazards' must not be empty"),
        (NECK, '"C3"', '"C9"', 3, "'roots' holds 'C9', which is not a nerve root"),
        (NECK, "upper_trap", "Upper Trap", 3, "'id' must be small letters, digits and under"),
        (NECK, "[[muscle]]", "[muscle]", 3, "'muscle' must be written as [[muscle]]"),
        (NECK, 'region = "neck"', 'region = "nose"', 1, "'region' must be the name of the file"),
        (NECK, 'region = "neck"', 'region = "neck"\nplace = 1', 2, "unknown key 'place'"),
        # One owner for every id and word
        (NECK, MUSCLE, MUSCLE + MUSCLE, 15, "the id 'upper_trapezius' is used twice"),
        (
            NECK,
            MUSCLE,
            MUSCLE + OTHER.replace("lower trap", "Upper Trap"),
            15,
            "the word 'Upper Trap' already belongs to 'upper_trapezius'",
        ),
        # Risk is never understated, and a figure never stands without its source
        (NECK, "risk_tier = 3", "risk_tier = 2", 3, "the hazard 'PNEUMOTHORAX - lung apex' in cap"),
        (
            NECK,
            'PNEUMOTHORAX - lung apex"]\nrisk_tier = 3',
            'lung apex"]\npneumothorax = true\nrisk_tier = 1',
            3,
            "a pneumothorax flag means risk tier 3",
        ),
        (
            NECK,
            "risk_tier = 3",
            'risk_tier = 3\nneedle_length_mm = "30"',
            3,
            "'needle_length' and its source must stand together",
        ),
        (
            NECK,
            "risk_tier = 3",
            'risk_tier = 3\nmax_depth_source = "H3"',
            3,
            "'max_depth' and its source must stand together",
        ),
        (NECK, "risk_tier = 3", 'risk_tier = 3\nsnomed = "1"', 3, "'snomed' and its source must"),
        (
            NECK,
            "risk_tier = 3",
            "risk_tier = 3\nwarn_depth_mm = 14",
            3,
            "only a sourced maximum depth may warn",
        ),
        (NECK, "risk_tier = 3", 'risk_tier = 3\nlevel = "c5"', 3, "the segment at c5 must have"),
        (NECK, "risk_tier = 3", 'risk_tier = 3\nlevel = "c9"', 3, "'level' must be a vertebral"),
        # Groups
        ("muscle_groups.toml", '["upper_trapezius"]\n\n', '["nose"]\n\n', 2, "'tra' names the unk"),
        ("muscle_groups.toml", '["upper_trapezius"]\n\n', "3\n\n", 2, "'tra' must be a list of"),
        ("muscle_groups.toml", "tra =", '"upper trap" =', 2, "'upper trap' is a synonym of 'upper"),
        ("muscle_groups.toml", "[never_alone]\ntra", "[[group]]\ntra", 1, "'never_alone' is mis"),
        ("muscle_groups.toml", 'parts = ["upper', 'parts = ["nose', 4, "names the unknown muscle"),
        ("muscle_groups.toml", 'parts = ["upper_trapezius"]', "", 4, "a group needs 'parts' or"),
        (
            "muscle_groups.toml",
            'parts = ["upper_trapezius"]',
            'at_level = { c = "nose" }',
            4,
            "names the unknown muscle 'nose'",
        ),
        (
            "muscle_groups.toml",
            'parts = ["upper_trapezius"]',
            'at_level = { x = "nose" }',
            4,
            "'at_level' must name what the word means at c, t, l and s",
        ),
        ("muscle_groups.toml", '["traps"]', '["UT"]', 4, "the word 'UT' already belongs to"),
        # Exercises
        ("exercises.toml", '"upper_trapezius"', '"nose"', 2, "names the unknown muscle 'nose'"),
        ("exercises.toml", '["neck"]', '["nose"]', 2, "names the unknown region 'nose'"),
        ("exercises.toml", "easier =", 'progress_then = "no"\neasier =', 2, "goes on to the unkn"),
        ("exercises.toml", "up_to = 12", "up_to = 8", 2, "the step on 'reps' cannot start from"),
        ("exercises.toml", ", reps = 8", "", 2, "the step on 'reps' cannot start from the dose"),
        ("exercises.toml", "by = 2", "by = 0", 2, "'progress' 'by' must be a whole number from 1"),
        ("exercises.toml", "[{ part", "{ part", 11, "not TOML"),
        ("exercises.toml", "{ sets = 2, reps = 8 }", "{}", 2, "'dose' must hold sets, reps, hold"),
        ("exercises.toml", "{ sets = 2", "{ kg = 2", 2, "'dose' unknown key 'kg'"),
        # Where a whole file comes from
        ("exercises.toml", 'source = "background"\n', "", 1, "'source' must be a text"),
        ("hands_on.toml", '"background"', "3", 1, "'source' must be a text"),
        ("adverse_events.toml", '"reference 2.3"', '" "', 1, "'source' must be a text"),
        # The short lists
        ("regions.toml", '["neck"]\n\n[[mo', '["nose"]\n\n[[mo', 2, "names the unknown muscle reg"),
        ("regions.toml", '"deg"', '"cm"', 8, "'unit' must be one of deg, mm"),
        ("adverse_events.toml", '"mild"', '"bad"', 2, "'severity' must be one of mild, signifi"),
        ("education.toml", '"It passes."', '" "', 1, "'body' must be a text"),
        ("hands_on.toml", '["massage"]', "[]", 2, "'words' must not be empty"),
        ("visit.toml", '["well"]', '["well", 1]', 7, "'words' must be a list of texts"),
        ("visit.toml", "[[place]]", "[[spot]]", 12, "unknown key 'spot'"),
    ],
)
def test_a_fault_is_named_by_file_line_and_reason(file, old, new, line, reason):
    assert old in WHOLE[file]
    fault = fault_of({**WHOLE, file: WHOLE[file].replace(old, new, 1)})
    assert (fault.file, fault.line) == (file, line)
    assert fault.reason.startswith(reason)
    assert str(fault) == f"{file}, line {line}: {fault.reason}"


def test_steps_that_are_no_list_are_refused():
    text = EXERCISE.replace('[{ part = "reps", by = 2, up_to = 12 }]', "5")
    fault = fault_of({**WHOLE, "exercises.toml": text})
    assert fault.reason == "'progress' must be a list of steps"


def test_a_muscle_may_not_stand_in_two_files():
    nape = f'region = "nape"\n{MUSCLE}'
    fault = fault_of({**WHOLE, "muscles/nape.toml": nape})
    assert (fault.file, fault.line) == (NECK, 3)
    assert fault.reason == "the id 'upper_trapezius' is used twice"


def test_the_line_is_that_of_the_broken_entry_and_not_of_the_first():
    text = WHOLE[NECK] + OTHER.replace("risk_tier = 3", "risk_tier = 1")
    fault = fault_of({**WHOLE, NECK: text})
    assert text.splitlines()[fault.line - 1] == "[[muscle]]"
    assert text.splitlines()[fault.line] == 'id = "lower_trapezius"'


def test_a_file_that_is_not_text_is_named_with_the_line_of_the_fault(tmp_path):
    folder = tmp_path / "catalogue"
    shutil.copytree(FOLDER, folder)
    with (folder / "muscles" / "neck.toml").open("wb") as file:
        file.write(b'region = "neck"\n# caf\xe9\n')
    with pytest.raises(BrokenCatalogue) as caught:
        read_catalogue_files(folder)
    assert str(caught.value) == "muscles/neck.toml, line 2: not UTF-8 text"


def test_only_the_files_of_this_catalogue_are_read(tmp_path):
    (tmp_path / "muscles").mkdir()
    (tmp_path / "muscles" / "neck.toml").write_text(WHOLE[NECK], encoding="utf-8")
    (tmp_path / "demo.toml").write_text("x = 1", encoding="utf-8")
    assert read_catalogue_files(tmp_path) == {NECK: WHOLE[NECK]}

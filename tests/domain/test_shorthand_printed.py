"""What `ims-notes parse` prints: exactly the documented keys, null where nothing was said."""

import json

from ims_notes.domain.shorthand import to_json
from tests.domain.shorthand_examples import clean, read

DOCUMENTED = """
{"sites": [{"muscle": "upper_trapezius", "side": "left", "level": null, "target": "muscle",
 "twitch": "present", "twitch_count": null, "grab": null, "insertions": null, "needles": null,
 "pain_before": null, "pain_after": null, "diameter_mm": null, "length_mm": null,
 "depth_mm": null, "techniques": [], "dwell_s": null, "estim": null, "findings": [],
 "site_reactions": [], "grip": null, "region": null, "note": null}],
 "visit": {"pain_before": 6, "pain_after": 3, "pain_after_not_taken": false, "pains": [],
 "needles_used": 2, "needles_removed": 2, "consent_and_change_check": true,
 "no_needling": null, "position": null, "tolerance": "well", "adverse_events": [],
 "adverse_events_none": true, "since_last": null, "exercises": [], "education": [],
 "hands_on": [], "range": [], "narrative": {}, "next_days": 7, "region": null,
 "carry_forward": false}, "warnings": [], "errors": []}
"""


def test_the_printed_form_has_exactly_the_documented_keys_in_their_order():
    made = to_json(clean("l ut y; pain 6>3; used 2 out 2; ok; tol well; ae none; next 1w"))
    assert json.dumps(made) == json.dumps(json.loads(DOCUMENTED))


def test_what_was_not_said_is_null_in_the_printed_form():
    made = to_json(read(""))["visit"]
    assert (made["adverse_events_none"], made["consent_and_change_check"]) == (None, None)
    assert (made["pain_before"], made["needles_used"], made["next_days"]) == (None, None, None)


def test_the_printed_form_of_parts():
    made = to_json(
        read(
            "l ut es 2/100hz 1.5ma .25x30 tb; s woke; dn declined; ex -2; rom neck rot 50; "
            'pain 6>- "left"; pain worst 8; pain now 3>- "ran"'.replace("s woke; ", "")
            + "\ns woke"
        )
    )
    (site,) = made["sites"]
    assert site["estim"] == {"hz": [2, 100], "us": None, "ma": 1.5, "to_tolerance": False}
    assert (site["diameter_mm"], site["length_mm"]) == (0.25, 30)
    assert type(site["length_mm"]) is int
    assert made["visit"]["narrative"] == {"s": "woke"}
    assert made["visit"]["pain_after_reason"] == "left"
    assert made["visit"]["pains"] == [
        {"region": None, "context": "worst", "before": 8, "after": None},
        {
            "region": None,
            "context": "now",
            "before": 3,
            "after": None,
            "after_not_taken": True,
            "reason": "ran",
        },
    ]
    assert [warning["code"] for warning in made["warnings"]] == ["needled_although_not"]
    assert json.loads(json.dumps(made)) == made


def test_marks_are_printed_with_the_texts_that_mend_them():
    (error,) = to_json(read("pos prone; tol wobble"))["errors"]
    assert list(error) == ["start", "end", "code", "message", "choices"]
    assert error["choices"] == ["well", "moderate", "poor", "stopped"]


def test_a_missing_side_is_printed_as_documented():
    (error,) = to_json(read("ut y"))["errors"]
    assert "no side" in error.pop("message")
    assert error == {"start": 0, "end": 2, "code": "side_missing", "choices": []}


def test_muscles_to_choose_from_are_printed_by_their_ids():
    def choices(text):
        (error,) = to_json(read(text))["errors"]
        return error["choices"]

    assert choices("b rhomboids y") == ["rhomboid_minor", "rhomboid_major"]
    assert choices("l leva y") == ["levator_scapulae", "levator_ani"]
    assert choices("l ili t5")[1] == "iliocostalis_lumborum t5"


def test_parts_have_the_documented_keys_in_their_order():
    made = to_json(
        read(
            "l ut es 2hz; pain worst 8; ae bruise; last none; ex chin tuck; mt massage; "
            "rom jaw open 28>35mm; dn declined"
        )
    )
    visit = made["visit"]
    keys = {name: " ".join(visit[name][0]) for name in ("pains", "exercises", "hands_on", "range")}
    assert keys == {
        "pains": "region context before after",
        "exercises": "name number action sets reps hold_s times_per_day",
        "hands_on": "technique muscle minutes",
        "range": "region motion side before after unit",
    }
    assert list(visit["adverse_events"][0]) == ["event", "severity", "site", "action", "outcome"]
    assert list(visit["since_last"]) == ["event", "hours"]
    assert list(made["sites"][0]["estim"]) == ["hz", "us", "ma", "to_tolerance"]

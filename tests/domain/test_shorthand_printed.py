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
    (error,) = to_json(read("ut y"))["errors"]
    assert list(error) == ["start", "end", "code", "message", "choices"]
    assert error["choices"] == ["l ut", "r ut", "b ut"]
    assert "no side" in error["message"]

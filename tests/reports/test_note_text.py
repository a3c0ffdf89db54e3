"""A note reads as a colleague would write it, and says nothing that was not recorded."""

import re
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ims_notes.app.knowledge import clinic_text, full_text, rulebook, wordings
from ims_notes.domain.clinic import Clinic, Wording
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.note import Addendum, NoteKind
from ims_notes.domain.note_content import NoteContent
from ims_notes.domain.signing import Missing
from ims_notes.reports.note_text import note_text
from tests.reports.conftest import CLINIC, NOW, SETTING

RN1 = (
    "b ut, ls y; b inf y/n; b ss n; pain 6>3; used 2 out 2; ok; last none; ae none; tol well; "
    "ex +; ed soreness, activity; next 1w"
)
RN1_READS = """\
MEIER, Anna · Born 14-Jul-1985 (41y) · ID A-17
Follow-up · 22-Nov-2026 10:00 · Clinic · Riverside Physiotherapy
Neck: Stiff since a long drive

SUBJECTIVE
Pain before treatment (neck): 6/10. No reaction since the last visit.

TREATMENT
Consent reconfirmed; nothing changed since the screening.
Dry needling:
- Upper trapezius, both sides: local twitch present.
- Levator scapulae, both sides: local twitch present.
- Infraspinatus: left local twitch present, right no local twitch.
- Supraspinatus, both sides: no local twitch.
Needles used: 2; needles out: 2. Tolerated well. No adverse events observed. \
Pain after treatment (neck): 3/10.

PLAN
Home exercises: 1. Chin tuck, 2 x 10, hold 5 s, 3 times a day (progressed). \
Education: Soreness after needling; Keep moving after treatment. Next visit in 1 week.

CLINIC ROUTINE
Hands cleaned, skin prepared, needles single-use, sharps binned.

Signed by Ada King, PT, 123 on 22-Nov-2026 10:00 (Europe/London).
Verification code 5ea15ea15ea15ea1.
"""


def lines(text):
    return text.splitlines()


def test_the_reference_note_reads_as_good_prose(read):
    assert full_text(read(RN1).content, seal="5ea1" * 16) == RN1_READS


def test_a_draft_says_so_and_names_what_is_not_recorded(read):
    found = read("l ut y; pain 6", signed_at=None)
    text = full_text(found.content, missing=found.missing)
    assert "DRAFT, not signed" in lines(text)[1]
    assert "Draft of Ada King, PT, 123; not signed." in text
    assert "Signed by" not in text
    assert "Not recorded: pain after treatment, tolerance, adverse events, consent" in text


@pytest.mark.parametrize(
    ("typed", "reads"),
    [
        ("l ut", "- Upper trapezius, left: local twitch not recorded."),
        ("b inf ?", "- Infraspinatus, both sides: local twitch uncertain."),
        ("b inf y3", "- Infraspinatus, both sides: local twitch present (3 seen each side)."),
        (
            "b inf y3/n i6 x2",
            "- Infraspinatus: left local twitch present (3 seen), right no local twitch; "
            "6 insertions each side, 2 needles each side.",
        ),
        ("r inf ns; l inf ns", "- Infraspinatus, both sides: local twitch not sought."),
        ("l mult c5 n", "- Cervical multifidus at C5, left: no local twitch."),
        ("l ss tendon n", "- Supraspinatus (tendon), left: no local twitch."),
        ("m l4 n", "- Paraspinals at L4, midline: no local twitch."),
        (
            "l gmed y es 2/100hz 250us tol x2 15min",
            "2 needles, electrical stimulation for 15 min, 2/100 Hz, 250 µs, "
            "to the patient's tolerance.",
        ),
        ("l gmed y es 2hz 1.5ma", "electrical stimulation, 2 Hz, 1.5 mA."),
        ("l gmed y static 90s x1", "1 needle, needle left in place for 1 min 30 s."),
        ("l gmed y pist 45s", "needle in place for 45 s, pistoning."),
        ("l gmed y .30x40 d25", "needle 0.30 x 40 mm, depth 25 mm."),
        (
            "l gmed y grab fam ref tb 6>3 pincer bleed",
            "needle grasp felt, familiar pain reproduced, referred pain, taut band, "
            "pain here 6/10 before, 3/10 after, pincer grip, bleeding.",
        ),
        ("l gmed y 6>", "pain here 6/10."),
        ("l gmed y >0", "pain here 0/10 after."),
        ('l gmed n "tight\nband"', 'no local twitch; "tight band".'),
    ],
)
def test_each_fact_of_a_site_has_its_words(read, typed, reads):
    assert reads in full_text(read(typed).content)


def test_sides_that_differ_in_more_than_their_twitch_keep_a_line_each(read):
    text = full_text(read("l inf y i6; r inf y i4; l ut n; l ut n").content)
    assert len([line for line in lines(text) if line.startswith("- ")]) == 4


def test_sites_keep_the_order_typed_under_a_heading_for_each_region(read):
    text = full_text(read("pos prone; l ut y; reg low back; l ql n; reg neck; r ls n").content)
    treated = lines(text)[lines(text).index("TREATMENT") + 1 :][:6]
    assert treated == [
        "Dry needling (neck, prone):",
        "- Upper trapezius, left: local twitch present.",
        "Dry needling (low back, prone):",
        "- Quadratus lumborum, left: no local twitch.",
        "Dry needling (neck, prone):",
        "- Levator scapulae, right: no local twitch.",
    ]


def test_a_needle_used_at_every_site_is_named_once(read):
    text = full_text(read("use .30x40; l ut y; r ls n").content)
    assert "Dry needling, needle 0.30 x 40 mm at every site:" in text
    assert text.count("0.30") == 1
    assert full_text(read("l ut y .30x40; r ls n").content).count("at every site") == 0


@pytest.mark.parametrize(
    ("needle", "reads"),
    [
        ({"diameter_mm": 0.3}, "needle 0.30 mm thick"),
        ({"length_mm": 40.0}, "needle 40 mm long"),
        ({"diameter_mm": 0.125, "length_mm": 7.5}, "needle 0.125 x 7.5 mm"),
        ({"grab": False}, "no needle grasp"),
    ],
)
def test_what_only_another_program_could_record_is_said_exactly(read, needle, reads):
    content = read("l ut y").content
    row = content.sites[0]
    content = replace(content, sites=(replace(row, site=replace(row.site, **needle)),))
    assert f"local twitch present, {reads}." in full_text(content)


@pytest.mark.parametrize(
    ("typed", "reads"),
    [
        (
            'pain 6>3; pain worst 8; pain mvt 5>- "left early"; l ut y',
            [
                "Pain before treatment (neck): 6/10, at worst 8/10, on movement 5/10.",
                "Pain after treatment (neck): 3/10, on movement not taken (left early).",
            ],
        ),
        (
            "pain 6>3; reg low back; pain 4>0; l ql y",
            [
                "(neck): 6/10. Pain before treatment (low back): 4/10.",
                "(neck): 3/10. Pain after treatment (low back): 0/10.",
            ],
        ),
        ("pain 0; ex =", ["Pain (neck): 0/10."]),
        ("last sore 24h", ["Since the last visit: soreness after needling for 24 h."]),
        ("last Odd Warmth", ["Since the last visit: Odd Warmth."]),
        (
            "rom neck rot l 50>65",
            ["Rotation, left (neck): 50° before treatment, 65° after treatment."],
        ),
        ("rom jaw open 28mm", ["Opening (jaw): 28 mm."]),
        ('dn declined "tired"', ["No needling today: declined (tired)."]),
        ("dn unsuitable", ["No needling today: unsuitable."]),
        ("used 2", ["Needles used: 2; needles out: not recorded."]),
        ("tol stopped", ["Stopped early."]),
        (
            'ae bruise mild ut; ae faint "legs up, 110/70" resolved',
            [
                "Adverse event: bruise (mild) at upper trapezius. Adverse event: fainting",
                "action: legs up, 110/70; outcome: resolved.",
            ],
        ),
        (
            "mt soft tissue ut 5min; mt joint mob",
            [
                "Hands-on treatment: soft tissue technique on upper trapezius, 5 min; "
                "joint mobilisation."
            ],
        ),
        (
            "ex plank hold90; ex Wall thing 12; ex -1",
            [
                "1. Front plank, hold 1 min 30 s (new); 2. Wall thing",
                "Stopped: Chin tuck.",
            ],
        ),
        ("ex = ; ex 1 3x12 bid", ["1. Chin tuck, 3 x 12, twice a day (changed)."]),
        ("ed Own Topic", ["Education: Own Topic."]),
        (
            "ex plank x12; ex plank 3 sets od; ex plank x1 tid",
            [
                "1. Front plank, 12 repetitions (new); 2. Front plank, 3 sets, once a day (new); "
                "3. Front plank, 1 repetition, 3 times a day (new)."
            ],
        ),
        ("next 10d", ["Next visit in 10 days."]),
        ("next 1d", ["Next visit in 1 day."]),
        ("pos sidelying l; l gmed y", ["Dry needling (side-lying, left side down):"]),
        ("s woke twice\ns and again\na better\no taut", ["SUBJECTIVE\nwoke twice\nand again"]),
    ],
)
def test_each_fact_of_a_visit_has_its_words(read, typed, reads):
    text = full_text(read(typed).content)
    assert [r for r in reads if r not in text] == []


@pytest.mark.parametrize("wording", ["full", "soap", "compact"])
def test_an_empty_visit_leaves_no_heading_no_number_and_no_routine(read, wording):
    content = replace(read("").content, episodes=())
    text = note_text(content, catalogue=rulebook().catalogue, template=wordings()[wording])
    assert lines(text)[-1] == "Signed by Ada King, PT, 123 on 22-Nov-2026 10:00 (Europe/London)."
    about_visit = [line for line in lines(text) if line][:-1]
    assert len(about_visit) == (2 if wording == "full" else 1)


def test_a_call_does_not_attest_that_skin_was_prepared(read):
    text = full_text(read("s rang, sore since Monday", kind=NoteKind.CONTACT).content)
    assert "Phone or message" in text
    assert "skin" not in text


def test_an_unspecified_region_is_not_named(read):
    content = read("pain 6>3; l ut y", setting=replace(SETTING, episodes=())).content
    text = full_text(replace(content, pains=(replace(content.pains[0], region="unspecified"),)))
    assert "Pain before treatment: 6/10." in text
    assert "unspecified" not in text


def test_a_late_entry_says_when_it_was_begun_and_why(read):
    visit = NOW - timedelta(days=2)
    late = read("l ut y", started_at=visit, late_reason="power cut").content
    assert "Late entry, begun on 22-Nov-2026: power cut." in full_text(late)
    unexplained = replace(late, late_reason="", signed_at=None)
    assert "begun on 22-Nov-2026, reason not recorded." in full_text(unexplained)


def test_the_day_is_the_clinic_s_own(read):
    late_evening = datetime(2026, 7, 14, 23, 30, tzinfo=UTC)
    moments = dict.fromkeys(("started_at", "created_at", "signed_at"), late_evening)
    text = full_text(read("l ut y", **moments).content)
    assert "Follow-up · 15-Jul-2026 00:30" in text
    assert "(41y)" in text
    assert "Late entry" not in text


@pytest.mark.parametrize("wording", ["full", "soap", "compact"])
def test_every_addendum_stands_under_its_note(read, wording):
    addendum = Addendum(
        note_id=UUID(int=3), author="Ada King, PT", added_at=NOW, reason="slip", text="Left.\nYes."
    )
    text = note_text(
        read(RN1).content,
        catalogue=rulebook().catalogue,
        template=wordings()[wording],
        addenda=[addendum, replace(addendum, text="Also this.")],
    )
    assert text.endswith(
        "ADDENDUM, 22-Nov-2026 10:00, Ada King, PT. Reason: slip\nLeft.\nYes.\n\n"
        "ADDENDUM, 22-Nov-2026 10:00, Ada King, PT. Reason: slip\nAlso this.\n"
    )


def test_soap_puts_a_letter_before_each_part_and_leaves_out_the_empty_ones(read):
    text = clinic_text(read(RN1).content, CLINIC)
    assert [line[:2] for line in lines(text) if re.match("[A-Z]:", line)] == ["S:", "P:"]
    assert "Treatment: Consent reconfirmed" in text


def test_compact_runs_on_as_sentences_in_one_paragraph(read):
    typed = "s woke twice\na settling" + "\n" + RN1
    text = clinic_text(read(typed).content, replace(CLINIC, wording=Wording.COMPACT))
    said = lines(text)[2]
    assert said.startswith("woke twice. Pain before treatment (neck): 6/10. No reaction")
    assert "Dry needling: Upper trapezius, both sides: local" in said
    assert "3/10. settling. Home exercises: 1." in said
    assert len(lines(text)) == 4


def test_a_clinic_s_own_template_is_used_and_a_blank_one_is_not(read):
    content = read(RN1).content
    own = replace(CLINIC, templates={"soap": "Befund: {objective}\nPlan: {plan}\nEnde."})
    assert lines(clinic_text(content, own))[0].startswith("Plan: Home exercises")
    assert clinic_text(content, replace(CLINIC, templates={"soap": ""})) == (
        clinic_text(content, CLINIC)
    )


def test_a_template_that_hides_it_still_says_draft(read):
    clinic = replace(CLINIC, templates={"soap": "{plan}"})
    text = clinic_text(read(RN1, signed_at=None).content, clinic)
    assert lines(text)[0] == "DRAFT, not signed"


@pytest.mark.parametrize(
    ("template", "reads"),
    [
        ("TITLE\n\nPLAN\n{plan}\n\nHEAD\n\n{assessment}\n\nThe end.", "TITLE\n\nThe end.\n"),
        ("{patient}\n\n\n\nPLAN:\n{plan}\n{assessment}\nOBJECTIVE\n{objective}", "{patient}"),
        ("HEAD\n{plan}\n{signature}", "HEAD\n{signature}"),
        ("HEAD\n{plan}\n\n{assessment}\n\n{signature}", "{signature}"),
        ("Plan {plan} Signed: {signature}!", "Signed: {signature}!"),
        ("HEAD\n\n{signature}\nLAST", "HEAD\n\n{signature}\nLAST\n"),
        ("Nothing is said about it here.\n{plan}", "Nothing is said about it here.\n"),
    ],
)
def test_a_heading_with_nothing_under_it_is_left_out(read, template, reads):
    content = read("").content
    said = {name: _field(content, name) for name in ("patient", "signature")}
    for name, value in said.items():
        reads = reads.replace(f"{{{name}}}", value)
    text = note_text(content, catalogue=rulebook().catalogue, template=template)
    assert text.strip() == reads.strip()


def _field(content, name):
    return note_text(content, catalogue=rulebook().catalogue, template=f"{{{name}}}").strip()


@pytest.mark.parametrize(
    "hostile", ["{plan}", "{x} <img src=file:///a> %s {0}", "ASSESSMENT", "S:"]
)
def test_braces_markup_and_headings_in_patient_text_stay_literal(read, hostile):
    patient = replace(SETTING.patient, family_name="Q", given_name=hostile)
    text = full_text(read(f"a {hostile}", setting=replace(SETTING, patient=patient)).content)
    assert lines(text)[0].startswith(f"Q, {hostile} · ")
    assert f"ASSESSMENT\n{hostile}\n" in text


@pytest.mark.parametrize("template", ["{patiant}", "{}", "{see plan}", "{0}", "{plan.x}"])
def test_a_template_that_names_an_unknown_field_is_refused(read, template):
    with pytest.raises(RuleBroken) as refused:
        clinic_text(read(RN1).content, Clinic(templates={"soap": template}))
    assert refused.value.rule is Rule.TEMPLATE_UNKNOWN_FIELD
    assert refused.value.facts["name"] == template[1:-1]


MOMENTS = st.datetimes(timezones=st.just(UTC))
CONTENTS = st.builds(
    NoteContent,
    started_at=MOMENTS,
    created_at=MOMENTS,
    signed_at=st.none() | MOMENTS,
    zone=st.sampled_from(["Europe/London", "Pacific/Auckland", "", "Europe", "no/such"])
    | st.text(),
)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(CONTENTS, st.sampled_from(sorted(wordings())))
def test_any_content_has_words(content, wording):
    text = note_text(content, catalogue=rulebook().catalogue, template=wordings()[wording])
    assert text.endswith("\n")
    assert ("DRAFT" in text) >= (content.signed_at is None)


@given(st.text())
def test_any_template_is_used_or_refused(template):
    content = NoteContent(
        id=UUID(int=1),
        kind=NoteKind.MISSED,
        patient=SETTING.patient,
        practitioner=SETTING.practitioner,
        started_at=NOW,
        created_at=NOW,
        signed_at=NOW,
        zone="UTC",
    )
    with suppress(RuleBroken):
        text = note_text(content, catalogue=rulebook().catalogue, template=template)
        assert text.endswith("\n")


def test_a_code_without_words_is_not_named(read):
    text = full_text(read("l ut y").content, missing=[Missing(code="moon", blocks=False)])
    assert "Not recorded" not in text

"""What each command answers: the record as it is, stable for scripts."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from ims_notes.app.knowledge import rulebook
from ims_notes.app.pages import session_deeds
from ims_notes.domain.clinic import LegalHome
from ims_notes.domain.ids import PatientId
from ims_notes.domain.patients import Patient
from ims_notes.domain.practitioners import Practitioner
from ims_notes.services.amend_note import amend_note
from ims_notes.services.keep_clinic import begin_record
from ims_notes.services.keep_patient import add_patient
from ims_notes.services.session import begin_session, save_session
from ims_notes.services.sign_note import sign_note

NOBODY = PatientId(UUID(int=0))
RN1 = (
    "b ut, ls y; b inf y/n; b ss n; pain 6>3; used 2 out 2; ok; last none; ae none; tol well; "
    "ex chin tuck 2x8; ed soreness, activity; next 1w"
)
HOSTILE = "<img src=file:///x> {plan} Élodie 李"


@pytest.fixture
def visit(own):
    """A patient with a typed draft."""
    desk = {"begin": own.begin, "clock": own.clock}
    begin_record(
        Practitioner(id=NOBODY, name="Ada King"),
        legal_home=LegalHome.LEGAL_RECORD,
        zone="Europe/London",
        **desk,
    )
    own.renew()
    patient = add_patient(
        Patient(id=NOBODY, family_name="Meier", given_name=HOSTILE), **desk
    ).patient
    begun = begin_session(patient.id, **desk).note
    return save_session(replace(begun, text=RN1), **desk).note


def sign(own, note):
    return sign_note(
        note.id, begin=own.begin, rulebook=rulebook(), clock=own.clock, revision=note.revision
    )


def patients(ims, clinic, *more):
    return json.loads(ims("patients", "--json", "--data", clinic, *more).out)


def test_patients_are_listed_for_scripts_and_for_people(ims, clinic):
    found = patients(ims, clinic)
    assert len(found) == 6
    assert list(found[0]) == ["id", "family_name", "given_name", "born", "session_ids"]
    assert sum(len(each["session_ids"]) for each in found) == 30
    for_people = ims("--data", clinic, "patients").out.splitlines()
    assert [line.split()[0] for line in for_people] == [each["id"] for each in found]


def test_born_is_iso_or_null_and_a_lone_session_is_one(ims, own, visit):
    (found,) = patients(ims, own.folder)
    assert found["born"] is None
    assert found["session_ids"] == [str(visit.id)]
    line = ims("patients", "--data", own.folder).out
    assert line == f"{found['id']}  MEIER, {HOSTILE}  born: not recorded  1 session\n"


def test_patients_are_found_as_in_the_window(ims, clinic):
    known = next(each for each in patients(ims, clinic) if each["born"])
    for text in (known["family_name"][:4], known["family_name"].upper(), known["born"]):
        assert known in patients(ims, clinic, "--find", text)
    for text in (
        "",
        "   ",
        "zzzzzz",
        "31 feb",
        "'; DROP TABLE patient; --",
        '"*',
        "\udcff",
        "é" * 10_000,
    ):
        assert patients(ims, clinic, "--find", text) == []


def test_a_draft_works_and_says_so(ims, own, visit):
    text = ims("note", visit.id, "--data", own.folder)
    assert (text.status, text.err) == (0, "")
    assert "DRAFT, not signed" in text.out
    assert f"MEIER, {HOSTILE} · " in text.out
    said = json.loads(ims("note", visit.id, "--format", "json", "--data", own.folder).out)
    assert (said["state"], said["signed_at"], said["seal"]) == ("draft", None, None)
    assert {"code", "blocks", "sites"} == set(said["missing"][0])
    assert len(said["sites"]) == 8


def test_a_draft_with_errors_tells_them(ims, own, visit):
    save_session(replace(visit, text="l xyz; pain 11"), begin=own.begin, clock=own.clock)
    said = json.loads(ims("note", visit.id, "--format", "json", "--data", own.folder).out)
    assert len(said["errors"]) == 2
    assert said["text"] == "l xyz; pain 11"


def test_a_signed_note_with_its_addendum_is_whole_beside_the_open_window(ims, own, visit):
    sign(own, visit)
    amend_note(visit.id, text="Left.", reason="slip", begin=own.begin, clock=own.clock)
    text = ims("note", visit.id, "--data", own.folder).out
    assert "Signed by Ada King on 22-Nov-2026 10:00 (Europe/London)." in text
    assert "- Infraspinatus: left local twitch present, right no local twitch." in text
    assert text.endswith("Reason: slip\nLeft.\n")
    said = json.loads(ims("note", visit.id, "--format", "json", "--data", own.folder).out)
    assert list(said) == [
        "id", "state", "kind", "patient", "practitioner", "started_at", "zone", "place",
        "created_at", "signed_at", "episodes", "sites", "visit", "programme", "missing", "errors",
        "addenda", "seal", "text",
    ]  # fmt: skip
    assert (said["state"], said["errors"]) == ("signed", [])
    assert said["signed_at"] == "2026-11-22T10:00:00Z"
    assert said["patient"]["born"] is None
    assert said["sites"] == json.loads(ims("parse", RN1).out)["sites"]
    assert said["programme"][0]["reps"] == 8
    assert said["addenda"][0]["reason"] == "slip"
    assert len(said["seal"]) == 64


def test_what_a_signed_note_does_not_state_is_still_said(ims, own, visit):
    said = json.loads(ims("note", visit.id, "--format", "json", "--data", own.folder).out)
    as_draft = said["missing"]
    content = sign(own, visit).content
    said = json.loads(ims("note", visit.id, "--format", "json", "--data", own.folder).out)
    assert {"position", "grip"} <= {each["code"] for each in said["missing"]}
    assert said["missing"] == as_draft
    printed = ims("note", visit.id, "--data", own.folder).out
    line = next(each for each in printed.splitlines() if each.startswith("Not recorded: "))
    assert "position" in line
    assert line in session_deeds(own).note_text(content, None).splitlines()


def test_a_late_entry_without_its_reason_still_says_so_once_signed(ims, own, visit):
    late = replace(visit, started_at=visit.started_at - timedelta(days=2))
    late = save_session(late, begin=own.begin, clock=own.clock).note
    sign(own, late)
    said = json.loads(ims("note", visit.id, "--format", "json", "--data", own.folder).out)
    assert "late_reason" in {each["code"] for each in said["missing"]}


def test_out_overwrites(ims, own, visit, tmp_path):
    out = tmp_path / "note.txt"
    out.write_text("x" * 100_000)
    done = ims("note", visit.id, "--data", own.folder, "--out", out)
    assert (done.status, done.out) == (0, "")
    assert out.read_bytes().decode() == ims("note", visit.id, "--data", own.folder).out


@pytest.mark.parametrize("ending", ["svg", "PNG", "pdf"])
def test_a_chart_is_drawn_without_a_window(ims, clinic, tmp_path, ending):
    starts = {"svg": b"<?xml", "PNG": b"\x89PNG", "pdf": b"%PDF"}
    out = tmp_path / f"chart.{ending}"
    out.write_text("old")
    patient = patients(ims, clinic)[0]["id"]
    assert ims("chart", patient, "--data", clinic, "--out", out).status == 0
    assert out.read_bytes().startswith(starts[ending])


def test_a_patient_without_visits_has_a_chart_too(ims, own, visit, tmp_path):
    out = tmp_path / "chart.svg"
    assert ims("chart", visit.patient_id, "--data", own.folder, "--out", out).status == 0
    assert b"<svg" in out.read_bytes()


def test_parse_prints_what_was_understood_and_tells_errors_by_its_status(ims):
    good = ims("parse", "l ut y; pain 6>3")
    assert (good.status, json.loads(good.out)["sites"][0]["muscle"]) == (0, "upper_trapezius")
    bad = ims("parse", "ut y")
    assert (bad.status, bad.err) == (1, "1 found wrong.\n")
    assert json.loads(bad.out)["errors"][0]["code"] == "side_missing"
    assert ims("parse", "").status == 0


@pytest.mark.parametrize(
    "text",
    ["9" * 5_000, "l ut y;" * 1_400, "\udcff\udced l ut", "é́\u202e李 🦵", "\0", "--", "{}%s"],
)
def test_parse_answers_any_text(ims, text):
    said = ims("parse", "--", text)
    assert said.status in (0, 1)
    assert set(json.loads(said.out)) == {"sites", "visit", "warnings", "errors"}


def test_check_states_in_words_that_all_is_well(ims, clinic, own):
    well = ims("check", "--data", clinic)
    assert well.status == 0
    assert well.out.startswith("All is well: ")
    assert "The file beside the record agrees" in well.out
    assert "Not sealed, because they may change" in well.out
    beside = ims("check", "--data", own.folder)
    assert beside.status == 0


def test_check_raises_no_alarm_about_a_note_amended_twice(ims, own, visit):
    sign(own, visit)
    for text in ("Left.", "Right."):
        amend_note(visit.id, text=text, reason="slip", begin=own.begin, clock=own.clock)
    assert ims("check", "--data", own.folder).out.startswith("All is well: 1 signed notes and 2 ")


def test_the_same_seed_and_day_give_the_same_clinic(ims, tmp_path):
    said = []
    for name in ("one", "two"):
        more = ("--patients", 3, "--sessions", 8, "--seed", 7, "--until", "2026-11-20")
        assert ims("demo", "--data", tmp_path / name, *more).status == 0
        found = patients(ims, tmp_path / name)
        said.append(
            [
                [each["family_name"], each["born"]]
                + [ims("note", n, "--data", tmp_path / name).out[:600] for n in each["session_ids"]]
                for each in found
            ]
        )
    assert said[0] == said[1]
    assert sum(len(each) - 2 for each in said[0]) == 8


def test_an_unknown_session_or_patient_is_named_as_such(ims, clinic, tmp_path):
    for odd in (uuid4(), "x", "", "../../etc", "\udcff", "é" * 10_000, "00000000" * 4):
        note = ims("note", "--data", clinic, "--", odd)
        assert (note.status, note.err) == (1, "There is no such session in this record.\n")
        chart = ims("chart", "--out", tmp_path / "c.svg", "--data", clinic, "--", odd)
        assert (chart.status, chart.err) == (1, "There is no such patient in this record.\n")
    assert not (tmp_path / "c.svg").exists()

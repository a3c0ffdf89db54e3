"""`check` finds what was tampered with, names it, and never cries wolf."""

import pytest

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.domain.note import Addendum
from ims_notes.domain.sites import Twitch
from ims_notes.storage import connections
from ims_notes.storage.check import check_record
from ims_notes.storage.record_file import HEAD_NAME
from tests.storage.given import DECLINED, NOW, a_practitioner


@pytest.fixture
def signed(clinic):
    """Three signed notes with all kinds of rows, two addenda and a draft."""
    first = clinic.sign()
    done = clinic.draft().signed(at=NOW)
    with clinic.begin() as work:
        work.notes.sign(done, clinic.full(done))
        work.audit.record("note.signed", on=done.id)
        for text in ("Left too.", "Right too."):
            work.notes.amend(
                Addendum(note_id=done.id, author="Kim", added_at=NOW, reason="missed", text=text)
            )
            work.audit.record("note.amended", on=done.id)
        work.notes.put_draft(clinic.draft())
    clinic.sign(**DECLINED)
    return [first, done]


@pytest.fixture
def tamper(record, folder):
    """Change the file as a stranger would: without triggers, and with them put back."""

    def change(*statements):
        connection = connections.connect(record.path, writing=True)
        connection.execute("PRAGMA foreign_keys=OFF")
        asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        triggers = connection.execute(asked).fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert connection.execute(statement).rowcount != 0, statement
        for _, sql in triggers:
            connection.execute(sql)
        connection.close()
        return {problem.code for problem in check_record(folder).problems}

    return change


def test_a_record_as_it_should_be_has_no_problem(signed, folder):
    checked = check_record(folder)
    assert checked.problems == ()
    assert (checked.notes, checked.addenda, checked.seals) == (3, 2, 5)
    assert checked.audit_lines == 8


def test_a_new_record_has_no_problem(record, folder):
    assert check_record(folder).problems == ()


def test_taking_the_triggers_off_and_on_is_no_problem_by_itself(signed, tamper):
    assert tamper() == set()


JSON = "UPDATE signed_note SET canonical_json = replace(canonical_json, '\"before\":6', '{}')"
LAST = "(SELECT max(seq) FROM seal)"
LAST_NOTE = f"(SELECT note_id FROM seal WHERE seq = {LAST})"


@pytest.mark.parametrize(
    ("code", "statements"),
    [
        ("note_altered", [JSON.format('"before":9')]),
        ("note_altered", [JSON.format('"before": 6')]),
        ("note_unreadable", ["UPDATE signed_note SET canonical_json = '{\"id\":7}'"]),
        ("note_unreadable", ["UPDATE signed_note SET canonical_json = 'gone'"]),
        ("note_unreadable", [f"UPDATE signed_note SET canonical_json = '{'[' * 99_999}'"]),
        ("note_altered", ["UPDATE signed_note SET content_sha256 = x'00'"]),
        ("rows_unreadable", ["UPDATE signed_note SET canonical_json = x'ff'"]),
        ("rows_differ", ["UPDATE note SET started_at = 'yesterday' WHERE state = 'signed'"]),
        ("seal_broken", ["UPDATE seal SET content_sha256 = x'00' WHERE seq = 2"]),
        ("seal_broken", ["UPDATE seal SET seal = zeroblob(32) WHERE seq = 2"]),
        (
            "seal_broken",
            [
                "UPDATE seal SET seq = 100 WHERE seq = 1",
                "UPDATE seal SET seq = 1 WHERE seq = 2",
                "UPDATE seal SET seq = 2 WHERE seq = 100",
            ],
        ),
        ("seal_missing", ["DELETE FROM seal WHERE seq = 2"]),
        ("note_unsealed", [f"DELETE FROM seal WHERE seq = {LAST}"]),
        (
            "seal_cut_off",
            [
                f"DELETE FROM signed_note WHERE note_id = {LAST_NOTE}",
                f"DELETE FROM note_episode WHERE note_id = {LAST_NOTE}",
                f"DELETE FROM note WHERE id = {LAST_NOTE}",
                f"DELETE FROM seal WHERE seq = {LAST}",
            ],
        ),
        ("note_missing", [f"DELETE FROM signed_note WHERE note_id = {LAST_NOTE}"]),
        ("note_missing", ["UPDATE note SET state = 'signed', signed_at = saved_at"]),
        ("rows_differ", [f"DELETE FROM note WHERE id = {LAST_NOTE}"]),
        (
            "note_unsealed",
            [
                "INSERT INTO signed_note SELECT id, x'00', '{}' FROM note WHERE state = 'draft'",
            ],
        ),
        ("rows_differ", ["UPDATE needling_site SET twitch = 'absent', twitch_count = NULL"]),
        ("rows_differ", ["UPDATE needling_site SET place = place + 9"]),
        ("rows_differ", ["DELETE FROM needling_site"]),
        ("rows_differ", ["DELETE FROM pain_score WHERE place = 0"]),
        (
            "rows_differ",
            ["INSERT INTO education SELECT id, 9, 'rest' FROM note WHERE state = 'signed'"],
        ),
        (
            "note_missing",
            ["INSERT INTO education SELECT id, 9, 'rest' FROM note WHERE state = 'draft'"],
        ),
        ("rows_differ", ["UPDATE note SET started_at = '2025-01-01 00:00:00.000000'"]),
        ("rows_differ", ["UPDATE note SET saved_at = '2027-01-01 00:00:00.000000'"]),
        ("rows_differ", ["UPDATE note SET practitioner_id = x'00112233445566778899aabbccddeeff'"]),
        ("rows_differ", ["UPDATE note SET kind = 'initial'"]),
        ("rows_differ", ["UPDATE note SET text = 'b ut n'"]),
        ("rows_differ", ["UPDATE note SET episode_id = x'00112233445566778899aabbccddeeff'"]),
        ("rows_differ", ["UPDATE note SET adverse_events_none = 0"]),
        ("rows_differ", ["UPDATE note SET state = 'draft', signed_at = NULL"]),
        ("addendum_altered", ["UPDATE addendum SET canonical_json = '{}'"]),
        (
            "addendum_altered",
            ["UPDATE addendum SET canonical_json = replace(canonical_json, 'Left', 'Both')"],
        ),
        ("addendum_missing", ["DELETE FROM addendum WHERE number = 2"]),
        (
            "addendum_unsealed",
            ["INSERT INTO addendum SELECT note_id, 3, x'00', '{}' FROM addendum LIMIT 1"],
        ),
        ("audit_broken", ["UPDATE audit SET who = 'Somebody' WHERE seq = 2"]),
        ("audit_broken", ["UPDATE audit SET at = '2020-01-01 00:00:00.000000' WHERE seq = 2"]),
        ("audit_missing", ["DELETE FROM audit WHERE seq = 2"]),
        ("audit_lacks", ["DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)"]),
        ("audit_lacks", ["DELETE FROM audit WHERE seq > 3"]),
        ("audit_beginning", ["DELETE FROM audit"]),
        ("seal_cut_off", [f"DELETE FROM seal WHERE seq = {LAST} - 1"]),
        ("search_missing", ["DELETE FROM search"]),
        ("search_differs", ["UPDATE search SET words = 'somebody else'"]),
        ("search_differs", ["INSERT INTO search SELECT * FROM search"]),
        ("search_differs", ["UPDATE patient SET family_name = 'Else'"]),
        ("search_differs", ["UPDATE patient SET phone_digits = '1'"]),
        ("search_of_nobody", ["INSERT INTO search VALUES ('x', zeroblob(16))"]),
        ("integrity", ["DELETE FROM search_data WHERE id > 10"]),
        ("schema_missing", ["DROP INDEX ix_note_state_started_at"]),
        ("schema_added", ["CREATE VIEW secret AS SELECT * FROM patient"]),
        ("foreign_key", ["DELETE FROM practitioner"]),
    ],
)
def test_every_tampering_is_found(signed, tamper, code, statements):
    assert code in tamper(*statements)


def test_a_trigger_that_was_taken_away_or_softened_is_found(signed, record, folder):
    connection = connections.connect(record.path, writing=True)
    connection.execute("DROP TRIGGER note_update_refused")
    connection.execute("DROP TRIGGER seal_delete_refused")
    connection.execute(
        "CREATE TRIGGER seal_delete_refused BEFORE DELETE ON seal WHEN 0 BEGIN SELECT 1; END"
    )
    connection.close()
    found = [(p.code, p.facts.get("name")) for p in check_record(folder).problems]
    assert found == [
        ("schema_missing", "note_update_refused"),
        ("schema_changed", "seal_delete_refused"),
    ]


def test_a_file_open_to_others_is_found(signed, record, folder):
    record.path.chmod(0o640)
    assert [p.code for p in check_record(folder).problems] == ["open_to_others"]


def test_a_record_that_lost_its_journal_mode_is_found(signed, record, folder):
    record.close()
    connection = connections.connect(record.path, writing=True)
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    assert [p.code for p in check_record(folder).problems] == ["journal_mode"]


def test_a_damaged_page_is_found(signed, record, folder):
    record.close()
    asked = "SELECT rootpage FROM sqlite_master WHERE name = 'ix_needling_site_muscle'"
    connection = connections.connect(record.path, writing=True)
    page = connections.scalar(connection, asked)
    connection.close()
    with record.path.open("r+b") as file:
        file.seek((page - 1) * 4096 + 4000)
        file.write(b"\x7f" * 90)
    assert "integrity" in {p.code for p in check_record(folder).problems}


def test_a_value_outside_its_limits_is_found(signed, record, folder):
    connection = connections.connect(record.path, writing=True)
    connection.execute("PRAGMA ignore_check_constraints=ON")
    connection.execute("UPDATE episode SET region = ''")
    connection.close()
    assert [p.code for p in check_record(folder).problems] == ["integrity"]


@pytest.mark.parametrize("kept", range(1, 8))
def test_an_audit_cut_short_anywhere_is_found(signed, tamper, kept):
    found = tamper(f"DELETE FROM audit WHERE seq > {kept}")
    assert found == {"audit_lacks", "head_ahead"}


def test_an_emptied_audit_is_found_where_nobody_was_treated_yet(record, folder, tamper):
    with record.begin(who="Kim", now=NOW) as work:
        work.practitioners.put(a_practitioner())
        work.audit.record("record.begun")
    assert check_record(folder).problems == ()
    assert tamper("DELETE FROM audit") == {"audit_beginning", "head_ahead"}


def test_an_emptied_audit_is_told_in_a_few_sentences(signed, tamper, folder):
    tamper("DELETE FROM audit")
    (folder / HEAD_NAME).unlink()
    found = {p.facts.get("deed"): p.facts.get("count") for p in check_record(folder).problems}
    assert found == {
        None: None,
        "note.signed": 3,
        "note.amended": 2,
        "patient.added": 1,
        "episode.opened": 1,
    }


@pytest.mark.parametrize(("version", "trouble"), [("zzzz", Trouble.NEWER), ("0000", Trouble.OLDER)])
def test_a_record_that_the_program_refuses_is_refused(signed, tamper, version, trouble):
    with pytest.raises(RecordUnavailable) as caught:
        tamper(f"UPDATE alembic_version SET version_num = '{version}'")
    assert caught.value.trouble is trouble


def test_a_folder_without_a_record_is_said(tmp_path):
    with pytest.raises(RecordUnavailable) as caught:
        check_record(tmp_path)
    assert caught.value.trouble is Trouble.NO_RECORD


def test_facts_hold_no_patient_text(signed, tamper, folder):
    tamper(JSON.format('"before":9'), "DELETE FROM needling_site", "UPDATE audit SET who = 'x'")
    said = str([dict(problem.facts) for problem in check_record(folder).problems])
    assert "note" in said
    assert "Müller" not in said
    assert "Kim" not in said


def test_notes_of_every_shape_raise_no_alarm(clinic, folder):
    for twitch in (None, *Twitch):
        clinic.sign(states={"sites": clinic.sites(*([twitch] * 4), depth_mm=None)})
    clinic.sign(states={"episodes": (), "sites": (), "pains": ()}, episode_id=None)
    assert check_record(folder).problems == ()

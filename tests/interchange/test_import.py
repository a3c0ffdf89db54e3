"""An archive comes in whole or not at all, keeps its own chain, and cannot vanish unnoticed."""

import json
import shutil
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ims_notes.app.archives import export_archive, import_into
from ims_notes.domain.errors import RecordUnavailable, Rule, RuleBroken, Trouble
from ims_notes.services.ports.audit import EVERYTHING
from ims_notes.storage import connections
from ims_notes.storage.check import check_record
from ims_notes.storage.record import Record
from ims_notes.storage.record_file import record_path
from tests.interchange.conftest import addendum
from tests.storage.given import NOW, Clinic

AT = datetime(2026, 3, 3, tzinfo=UTC)


def taken(folder, archive, **more):
    return import_into(folder, archive, who="Kim Doe", **more).taken


def exported(folder, out, **more):
    with Record.read(folder) as record:
        export_archive(record, out, now=AT, **more)
    return out


def contents(archive):
    with zipfile.ZipFile(archive) as file:
        return {each.filename: file.read(each) for each in file.infolist()}


@pytest.fixture
def source(archived, tmp_path):
    """A copy of the record with everything in it, that a story may go on with."""
    return shutil.copytree(archived.folder, tmp_path / "source")


@pytest.fixture
def copy(archived, tmp_path):
    """A record made of the archive."""
    taken(tmp_path / "copy", archived.path)
    return tmp_path / "copy"


def a_clinic(folder):
    Record.create(folder).close()
    with Record.open(folder) as record:
        Clinic(record).sign()
    return folder


def codes(folder):
    return {problem.code for problem in check_record(folder).problems}


def test_what_comes_in_and_goes_out_again_is_the_same(archived, copy, tmp_path, verify):
    assert codes(copy) == set()
    again = exported(copy, tmp_path / "again.zip")
    assert verify(again).status == 0
    before, after = contents(archived.path), contents(again)
    for kind in ("notes", "addenda", "tombstones", "drafts", "patients", "episodes"):
        assert after[f"{kind}.jsonl"] == before[f"{kind}.jsonl"], kind
    (chain,) = (name for name in after if name.startswith("imported/"))
    assert after[chain] == before["chain.jsonl"]
    (link,) = after["chain.jsonl"].splitlines()
    assert json.loads(link)["kind"] == "import"


def test_what_is_there_already_is_left_as_it_is(archived, copy):
    with Record.read(copy) as record, record.look() as work:
        lines = work.audit.count(EVERYTHING)
    counts = taken(copy, archived.path)
    assert not any(counts.new.values())
    assert counts.known > 5
    assert codes(copy) == set()
    with Record.read(copy) as record, record.look() as work:
        assert work.audit.count(EVERYTHING) == lines


def test_an_archive_comes_beside_what_a_record_holds(archived, tmp_path):
    other = a_clinic(tmp_path / "other")
    counts = taken(other, archived.path)
    assert (counts.new["patients"], counts.new["notes"], counts.new["drafts"]) == (1, 3, 1)
    checked = check_record(other)
    assert checked.problems == ()
    assert (checked.notes, checked.imported, checked.tombstones) == (4, 1, 1)
    with Record.read(other) as record, record.look() as work:
        people = work.patients.listed(None)
        assert len(people) == 2
        assert {len(each.session_ids) for each in people} == {1, 4}


def test_a_chain_of_a_chain_stays_whole(archived, copy, tmp_path, verify):
    other = a_clinic(tmp_path / "third")
    taken(other, exported(copy, tmp_path / "second.zip"))
    checked = check_record(other)
    assert checked.problems == ()
    assert checked.imported == 2
    last = exported(other, tmp_path / "third.zip")
    assert verify(last).status == 0
    assert contents(last)["notes.jsonl"].count(b"\n") == 4


def test_later_notes_and_addenda_come_with_a_later_archive(archived, source, copy, tmp_path):
    with Record.open(source) as record:
        with record.look() as work:
            (patient,) = work.patients.listed(None)
            signed = [n for n in work.notes.timeline(patient.id) if n.state == "signed"]
        with record.begin(who="Kim", now=NOW) as work:
            work.notes.amend(addendum(signed[0].note_id, "Seen later."))
            work.audit.record("note.amended", patient_id=patient.id, on=signed[0].note_id)
    later = exported(source, tmp_path / "later.zip")
    counts = taken(copy, later)
    assert {kind: n for kind, n in counts.new.items() if n} == {"addenda": 1}
    checked = check_record(copy)
    assert (checked.problems, checked.imported) == ((), 2)


def test_the_record_s_own_archive_brings_nothing(archived, source):
    counts = taken(source, archived.path)
    assert not any(counts.new.values())
    assert check_record(source).imported == 0


def test_what_was_destroyed_here_does_not_come_back(archived, copy):
    with Record.open(copy) as record:
        with record.look() as work:
            (patient,) = work.patients.listed(None)
            signed = [n for n in work.notes.timeline(patient.id) if n.state == "signed"]
        gone = signed[0].note_id
        with record.begin(who="Kim", now=NOW) as work:
            work.notes.destroy(gone, by="Kim", at=NOW, reason="retention period over")
            work.audit.record("note.destroyed", patient_id=patient.id, on=gone)
    assert codes(copy) == set()
    counts = taken(copy, archived.path)
    assert (counts.destroyed, counts.new["notes"]) == (1, 0)
    assert codes(copy) == set()


def refused(folder, archive, **more):
    before = record_path(folder).read_bytes() if record_path(folder).exists() else None
    with pytest.raises(RuleBroken) as caught:
        taken(folder, archive, **more)
    after = record_path(folder).read_bytes() if record_path(folder).exists() else None
    assert after == before
    return caught.value


def test_what_was_destroyed_there_and_stands_here_contradicts(source, copy, tmp_path):
    with Record.open(source) as record:
        with record.look() as work:
            (patient,) = work.patients.listed(None)
            signed = [n for n in work.notes.timeline(patient.id) if n.state == "signed"]
        with record.begin(who="Kim", now=NOW) as work:
            work.notes.destroy(signed[0].note_id, by="Kim", at=NOW, reason="asked for")
            work.audit.record("note.destroyed", patient_id=patient.id, on=signed[0].note_id)
    why = refused(copy, exported(source, tmp_path / "later.zip"))
    assert why.rule is Rule.ARCHIVE_CONFLICTS
    assert {each.kind for each in why.facts["conflicts"]} == {"tombstone"}


def test_contradictions_refuse_the_whole_import_and_are_listed(archived, source, copy):
    with Record.open(copy) as record, record.begin(who="Kim", now=NOW) as work:
        (listed,) = work.patients.listed(None)
        patient = work.patients.get(listed.id)
        work.patients.put(replace(patient, phone="0123 456"))
        (draft,) = work.notes.drafts()
        work.notes.put_draft(replace(draft, text="other words", revision=draft.revision + 1))
    why = refused(copy, archived.path)
    assert why.rule is Rule.ARCHIVE_CONFLICTS
    assert [(each.kind, each.id) for each in why.facts["conflicts"]] == [
        ("patient", patient.id),
        ("note", draft.id),
    ]
    assert why.facts["count"] == 2


def test_a_dry_run_says_the_same_and_changes_nothing(archived, tmp_path):
    nowhere = tmp_path / "none"
    said = import_into(nowhere, archived.path, who="Kim", dry_run=True)
    assert said.is_new_record
    assert not nowhere.exists()
    other = a_clinic(tmp_path / "other")
    before = record_path(other).read_bytes()
    with Record.open(other):
        planned = taken(other, archived.path, dry_run=True)
    assert record_path(other).read_bytes() == before
    assert planned == taken(other, archived.path)
    assert planned.new == said.taken.new


def test_an_import_beside_an_open_window_is_refused(archived, tmp_path):
    other = a_clinic(tmp_path / "other")
    with Record.open(other), pytest.raises(RecordUnavailable) as caught:
        taken(other, archived.path)
    assert caught.value.trouble is Trouble.LOCKED


def test_an_import_that_is_ended_half_way_leaves_nothing(archived, tmp_path):
    def enough(done, total):
        raise KeyboardInterrupt

    other = a_clinic(tmp_path / "other")
    for folder in (other, tmp_path / "new"):
        with pytest.raises(KeyboardInterrupt):
            taken(folder, archived.path, progress=enough)
    assert check_record(other).notes == 1
    assert codes(other) == set()
    assert not record_path(tmp_path / "new").exists()
    # What was left does not stand in the way of trying again.
    assert taken(tmp_path / "new", archived.path).new["notes"] == 3


def replaced(old, new):
    def change(content):
        assert old in content
        return content.replace(old, new)

    return change


@pytest.mark.parametrize(
    "changes",
    [
        {"notes.jsonl": replaced(b"woke twice", b"woke trice")},
        {"patients.jsonl": replaced(b'"family_name":', b'"family":')},
        {"patients.jsonl": replaced("Müller".encode(), "Mü\u202eller".encode())},
        {"patients.jsonl": replaced("Müller".encode(), b"x" * 300)},
        {"patients.jsonl": replaced(b'"family_name":"', b'"family_name":7,"x":"')},
        {"patients.jsonl": replaced(b"1985-07-14", b"1985-07-99")},
        {"patients.jsonl": lambda content: b""},
        {"practitioners.jsonl": replaced(b"Kim Doe", b"  ")},
        {"practitioners.jsonl": lambda content: b""},
        {"episodes.jsonl": replaced(b'"active"', b'"gone"')},
        {"drafts.jsonl": replaced(b'"revision":0', b'"revision":"x"')},
        {"drafts.jsonl": replaced(b'"draft"', b'"signed"')},
        {"clinic.json": replaced(b"{", b'{"surprise":1,')},
    ],
)
def test_an_archive_that_says_what_no_record_can_hold_is_refused(forged, tmp_path, changes):
    archive = forged(changes)
    for folder in (a_clinic(tmp_path / "other"), tmp_path / "new"):
        if folder.name == "other" and "clinic.json" in changes:
            continue  # A record keeps its own settings; the archive's are not read.
        assert refused(folder, archive).rule is Rule.ARCHIVE_UNSOUND
    assert not record_path(tmp_path / "new").exists()


def test_what_is_no_archive_is_refused(tmp_path):
    other = tmp_path / "x.zip"
    other.write_bytes(b"not a zip" * 99)
    assert refused(tmp_path / "new", other).rule is Rule.ARCHIVE_UNSOUND
    assert not (tmp_path / "new").exists()


def test_a_folder_with_something_else_in_it_is_left_alone(archived, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    with pytest.raises(RecordUnavailable) as caught:
        taken(tmp_path / "full", archived.path)
    assert caught.value.trouble is Trouble.NOT_EMPTY


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE imported_seal SET kind = 'addendum' WHERE seq = 1",
        "UPDATE imported_seal SET note_id = zeroblob(16) WHERE seq = 1",
        "UPDATE imported_seal SET seal = zeroblob(32) WHERE seq = 2",
        "UPDATE imported_seal SET content_sha256 = zeroblob(32) WHERE seq = 2",
        "DELETE FROM imported_seal WHERE seq = (SELECT max(seq) FROM imported_seal)",
        "DELETE FROM imported_seal",
        "DELETE FROM seal",
        "UPDATE seal SET content_sha256 = zeroblob(32)",
        "UPDATE signed_note SET canonical_json = replace(canonical_json, 'woke', 'rose')",
        "DELETE FROM addendum WHERE number = 2",
        "DELETE FROM tombstone",
        "DELETE FROM audit WHERE deed = 'record.imported'",
        "DELETE FROM needling_site",
    ],
)
def test_no_tampering_with_what_was_imported_goes_unnoticed(copy, statement):
    with closing(connections.connect(record_path(copy), writing=True)) as stranger:
        stranger.execute("PRAGMA foreign_keys=OFF")
        asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        triggers = stranger.execute(asked).fetchall()
        for name, _ in triggers:
            stranger.execute(f"DROP TRIGGER {name}")
        assert stranger.execute(statement).rowcount > 0
        for _, sql in triggers:
            stranger.execute(sql)
    assert codes(copy)


def test_an_imported_note_that_vanishes_with_all_its_rows_is_found(copy):
    with closing(connections.connect(record_path(copy), writing=True)) as stranger:
        stranger.execute("PRAGMA foreign_keys=OFF")
        asked = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
        triggers = stranger.execute(asked).fetchall()
        (gone,) = stranger.execute("SELECT note_id FROM signed_note LIMIT 1").fetchone()
        for name, _, _ in triggers:
            stranger.execute(f"DROP TRIGGER {name}")
        for table in {table for _, table, _ in triggers} - {"note", "seal", "audit"}:
            if table != "imported_seal":
                stranger.execute(f"DELETE FROM {table} WHERE note_id = ?", (gone,))
        stranger.execute("DELETE FROM note WHERE id = ?", (gone,))
        for _, _, sql in triggers:
            stranger.execute(sql)
    assert codes(copy) == {"imported_missing"}


def test_one_patient_s_archive_comes_in_and_the_rest_may_follow(source, tmp_path, verify):
    with Record.open(source) as record:
        other = Clinic(record)
        other.sign()
    mine = other.patient.id
    copy = tmp_path / "copy"
    one = exported(source, tmp_path / "one.zip", patient_id=mine)
    assert verify(one).status == 0
    counts = taken(copy, one)
    assert (counts.new["patients"], counts.new["notes"]) == (1, 1)
    assert codes(copy) == set()
    rest = taken(copy, exported(source, tmp_path / "all.zip"))
    assert (rest.new["patients"], rest.new["notes"]) == (1, 3)
    assert codes(copy) == set()
    again = exported(copy, tmp_path / "again.zip")
    assert verify(again).status == 0
    assert verify(exported(copy, tmp_path / "again-one.zip", patient_id=mine)).status == 0

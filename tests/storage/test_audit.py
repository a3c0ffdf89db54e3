"""The audit as it is read: the newest first, what is asked for, names as they are today."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ims_notes.domain.audit import Deed
from ims_notes.services.ports.audit import EVERYTHING, AuditFilter
from ims_notes.storage.audit import line
from ims_notes.storage.audit_beside import Told, is_told, tell_beside
from ims_notes.storage.check import check_record
from ims_notes.storage.heads import read_head
from ims_notes.storage.keys import Cost, new_keys
from ims_notes.storage.record import Record
from tests.services.conftest import FakeAudit
from tests.storage.given import NOW, a_patient, an_id


def test_lines_come_newest_first_with_the_name_of_today(clinic):
    with clinic.begin() as work:
        work.patients.put(replace(clinic.patient, family_name="Weber"))
        work.audit.record(Deed.PATIENT_CHANGED, patient_id=clinic.patient.id)
    with clinic.look() as work:
        lines = work.audit.lines(EVERYTHING)
    assert [each.seq for each in lines] == [4, 3, 2, 1]
    assert (lines[0].family_name, lines[0].deed) == ("Weber", "patient.changed")
    assert (lines[0].at, lines[0].who) == (NOW, "Kim Doe")
    assert lines[1].on_id == clinic.episode.id
    assert (lines[3].patient_id, lines[3].patient_known) == (None, True)


def test_a_patient_who_is_gone_is_said_to_be(clinic):
    gone = a_patient()
    with clinic.begin() as work:
        work.audit.record(Deed.PATIENT_VIEWED, patient_id=gone.id)
        (newest,) = work.audit.lines(EVERYTHING, limit=1)
    assert (newest.patient_id, newest.patient_known, newest.family_name) == (gone.id, False, "")


def test_a_line_may_be_told_later_under_its_own_time_and_name(clinic):
    earlier = NOW - timedelta(minutes=5)
    with clinic.begin() as work:
        work.audit.record(Deed.PATIENT_VIEWED, patient_id=clinic.patient.id, at=earlier, who="Zoe")
        (newest,) = work.audit.lines(EVERYTHING, limit=1)
        assert work.audit.people() == ("Kim Doe", "Zoe")
    assert (newest.at, newest.who, newest.seq) == (earlier, "Zoe", 4)
    clinic.record.close()
    assert check_record(clinic.record.path.parent).problems == ()


PATIENTS = (None, an_id(), an_id())
MOMENTS = st.integers(-3, 3).map(lambda hours: NOW + timedelta(hours=hours))
TOLD = st.fixed_dictionaries(
    {
        "at": MOMENTS,
        "who": st.sampled_from(["Kim", "Zoe"]),
        "deed": st.sampled_from([Deed.NOTE_SIGNED, Deed.NOTE_VIEWED, Deed.PATIENT_VIEWED]),
        "patient_id": st.sampled_from(PATIENTS),
    }
)
ASKED = st.builds(
    AuditFilter,
    since=st.none() | MOMENTS,
    until=st.none() | MOMENTS,
    who=st.sampled_from([None, "Kim", "Zoe", "Nobody"]),
    deeds=st.frozensets(st.sampled_from([Deed.NOTE_SIGNED.value, Deed.NOTE_VIEWED.value])),
    patient_id=st.sampled_from(PATIENTS),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(TOLD, max_size=12), ASKED, st.integers(1, 4))
def test_the_record_answers_as_the_one_in_memory_does(record, told, asked, limit):
    fake = FakeAudit()
    with record.begin(who="", now=NOW) as work:
        before = work.audit.count(EVERYTHING)
        for each in told:
            work.audit.record(**each)
            fake.record(**each)
        found = last = work.audit.lines(asked, limit=limit)
        while last:
            last = work.audit.lines(asked, before_seq=last[-1].seq, limit=limit)
            found += last
        found = [each.seq - before for each in found if each.seq > before]
        assert found == [each.seq for each in fake.lines(asked)]
        assert work.audit.count(asked) >= fake.count(asked)


def test_a_long_audit_is_read_by_its_indexes(clinic):
    patients = [an_id() for _ in range(50)]
    with clinic.begin() as work:
        work.audit.record_all(
            [
                line(NOW, "Kim Doe", deed="note.viewed", patient_id=patients[n % 50])
                for n in range(1000)
            ]
        )
        said = work.connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT seq FROM audit WHERE patient_id = ? AND seq < 900 "
            "ORDER BY seq DESC LIMIT 200",
            (patients[0].bytes,),
        ).all()
        assert "ix_audit_patient_id" in said[0][3]
        assert len(said) == 1, "sorted by the index"
        assert work.audit.count(AuditFilter(patient_id=patients[0])) == 20


@pytest.mark.parametrize("key", [None, b"k" * 32])
def test_a_command_tells_the_audit_beside_the_window_s_record(tmp_path, key):
    folder, told = tmp_path / "record", Told(Deed.RECORD_LISTED, "command line")
    keys = new_keys(Cost(memory_kib=8, passes=1)).with_slot(key, "five words") if key else None
    window = Record.create(folder, key=key, begun=lambda _record: keys)
    with window, Record.read(folder, key=key) as reading:
        for who in ("Kim", "Zoe"):
            with window.begin(who=who, now=NOW) as work:
                work.audit.record(Deed.RECORD_BEGUN)
            assert tell_beside(reading, told, now=NOW)
        assert is_told(reading, told, now=NOW)
        assert not is_told(reading, told, now=NOW + timedelta(minutes=1))
        assert not is_told(reading, told._replace(patient_id=an_id()), now=NOW)
        with window.look() as work:
            assert [n.seq for n in work.audit.lines(EVERYTHING)] == [4, 3, 2, 1]
    assert read_head(folder).lines == 4
    Record.open(folder, key=key).close()


def test_a_command_that_cannot_write_says_so_and_adds_nothing(clinic):
    with clinic.begin(), Record.read(clinic.record.path.parent) as reading:
        assert not tell_beside(reading, Told(Deed.NOTE_EXPORTED, "command line"), now=NOW)
    with clinic.look() as work:
        assert work.audit.count(EVERYTHING) == 3

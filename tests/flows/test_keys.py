"""What opens an encrypted record, and what becomes of it when that changes."""

from datetime import UTC, datetime

import pytest

from ims_notes.app import keys, records, safety_asks, unlocking
from ims_notes.app.desk import looking
from ims_notes.domain.audit import Deed
from ims_notes.domain.clinic import LegalHome
from ims_notes.domain.errors import RecordUnavailable, Rule, RuleBroken, Trouble
from ims_notes.domain.practitioners import Practitioner
from ims_notes.services.keep_clinic import keep_practitioner
from ims_notes.services.ports.audit import EVERYTHING
from ims_notes.storage import keys as stored_keys
from ims_notes.storage import tries
from ims_notes.storage.check import check_record
from ims_notes.storage.record_file import record_path
from ims_notes.ui.pages.first_start.asks import NewRecord
from ims_notes.ui.pages.unlock import Recovery, WhoIsIt

ANNAS = "kettle orbit velvet pigeon lantern"
BENS = "marble teapot sunrise anchor willow"
NEWER = "copper thistle raven blanket compass"


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """Derive cheaply: what a derivation costs is proved elsewhere."""
    quick = stored_keys.Cost(memory_kib=8, passes=1)
    monkeypatch.setattr(stored_keys, "fitting_cost", lambda: quick)


def made(folder, passphrase=ANNAS):
    asked = NewRecord(
        name="Anna Lind",
        credentials="",
        registration="",
        folder=folder,
        legal_home=LegalHome.LEGAL_RECORD,
        passphrase=passphrase,
    )
    desk, code = records.create_desk(asked, zone="UTC")
    return desk, code


@pytest.fixture
def annas(tmp_path):
    """Anna's encrypted record, closed, with its recovery code."""
    desk, code = made(tmp_path / "record")
    desk.close()
    return tmp_path / "record", code


def opened(folder, secret):
    return records.open_by_secret(folder, secret, remember=False)


def trouble_of(deed, *arguments):
    with pytest.raises(RecordUnavailable) as caught:
        deed(*arguments)
    return caught.value.trouble


def deeds(desk):
    with desk.look() as work:
        return [(line.deed, line.who) for line in work.audit.lines(EVERYTHING, limit=50)][::-1]


def ben(desk):
    keep_practitioner(
        Practitioner(id=None, name="Ben Osei"), begin=desk.begin, clock=desk.clock, is_new=True
    )
    with desk.look() as work:
        return next(p for p in work.practitioners.all() if p.name == "Ben Osei")


def test_passphrase_and_recovery_code_open_the_record(annas):
    folder, code = annas
    for secret in (ANNAS, f" {ANNAS} ", code, code.lower().replace("-", " ")):
        opened(folder, secret).close()
    assert trouble_of(records.open_desk, folder) is Trouble.KEY_NEEDED


def test_what_was_tried_before_stands_in_the_audit(annas):
    folder, _ = annas
    for secret in ("not this one", "nor this one"):
        assert trouble_of(opened, folder, secret) is Trouble.KEY_WRONG
    assert len(tries.failed(folder)) == 2
    desk = opened(folder, ANNAS)
    told = deeds(desk)
    desk.close()
    assert told[-3:] == [
        (Deed.UNLOCK_FAILED, ""),
        (Deed.UNLOCK_FAILED, ""),
        (Deed.RECORD_UNLOCKED, "Anna Lind"),
    ]
    assert tries.failed(folder) == ()


def test_whose_passphrase_opens_it_is_at_work(annas):
    folder, _ = annas
    desk = opened(folder, ANNAS)
    second = ben(desk)
    safety_asks.give_passphrase(desk, second.id, own=ANNAS, new=BENS)
    desk.close()
    for secret, name in ((BENS, "Ben Osei"), (ANNAS, "Anna Lind")):
        desk = opened(folder, secret)
        assert desk.who() == name
        desk.close()


def test_nobody_chooses_a_colleague_s_passphrase_who_has_one(annas):
    folder, _ = annas
    desk = opened(folder, ANNAS)
    second = ben(desk)
    safety_asks.give_passphrase(desk, second.id, own=ANNAS, new=BENS)
    with pytest.raises(RecordUnavailable):
        safety_asks.give_passphrase(desk, second.id, own=ANNAS, new=NEWER)
    safety_asks.give_passphrase(desk, second.id, own=BENS, new=NEWER)
    desk.close()
    opened(folder, NEWER).close()


def test_a_changed_passphrase_ends_the_old_one(annas):
    folder, code = annas
    desk = opened(folder, ANNAS)
    before = record_path(folder).read_bytes()[:4096]
    safety_asks.give_passphrase(desk, desk.clinic().practitioner_id, own=ANNAS, new=NEWER)
    desk.close()
    assert record_path(folder).read_bytes()[:4096] == before
    assert trouble_of(opened, folder, ANNAS) is Trouble.KEY_WRONG
    opened(folder, NEWER).close()
    opened(folder, code).close()


def test_a_new_recovery_code_ends_the_old_one(annas):
    folder, code = annas
    desk = opened(folder, ANNAS)
    newer = safety_asks.renew_recovery_code(desk, own=ANNAS)
    desk.close()
    assert trouble_of(opened, folder, code) is Trouble.KEY_WRONG
    opened(folder, newer).close()


def recovered(folder, code, who=""):
    return unlocking._recovered(folder, Recovery(code=code, passphrase=NEWER, who=who))


def test_a_recovery_code_gives_who_works_alone_a_new_passphrase(annas):
    folder, code = annas
    desk = recovered(folder, code)
    assert deeds(desk)[-2:] == [
        (Deed.RECORD_UNLOCKED, "Anna Lind"),
        (Deed.PASSPHRASE_CHANGED, "Anna Lind"),
    ]
    desk.close()
    assert trouble_of(opened, folder, ANNAS) is Trouble.KEY_WRONG


def test_a_recovery_code_takes_nobody_s_passphrase_but_of_who_says_so(annas):
    folder, code = annas
    desk = opened(folder, ANNAS)
    anna, second = desk.clinic().practitioner_id, ben(desk)
    safety_asks.give_passphrase(desk, second.id, own=ANNAS, new=BENS)
    desk.close()
    opened(folder, BENS).close()
    asked = recovered(folder, code)
    assert asked == WhoIsIt(people=((str(anna), "Anna Lind"), (str(second.id), "Ben Osei")))
    desk = recovered(folder, code, str(anna))
    assert desk.who() == "Anna Lind"
    desk.close()
    desk = opened(folder, BENS)
    assert desk.who() == "Ben Osei"
    desk.close()
    assert trouble_of(opened, folder, ANNAS) is Trouble.KEY_WRONG


def test_nothing_changes_without_a_passphrase_that_opens_it(annas):
    folder, _ = annas
    desk = opened(folder, ANNAS)
    before = stored_keys.keys_path(folder).read_bytes()
    me = desk.clinic().practitioner_id
    with pytest.raises(RecordUnavailable):
        safety_asks.give_passphrase(desk, me, own="wrong", new=NEWER)
    with pytest.raises(RecordUnavailable):
        safety_asks.renew_recovery_code(desk, own="wrong")
    with pytest.raises(RuleBroken):
        safety_asks.give_passphrase(desk, me, own=ANNAS, new="short")
    with pytest.raises(RuleBroken) as caught:
        safety_asks.take_passphrase(desk, me)
    assert caught.value.rule is Rule.LAST_PASSPHRASE
    desk.close()
    assert stored_keys.keys_path(folder).read_bytes() == before


def test_a_record_is_encrypted_and_made_plain_under_the_open_desk(tmp_path):
    desk, none = made(tmp_path / "record", passphrase=None)
    assert none is None
    code = safety_asks.encrypt(desk, ANNAS)
    assert desk.record.is_encrypted
    desk.close()
    for secret in (ANNAS, code):
        opened(tmp_path / "record", secret).close()
    desk = opened(tmp_path / "record", ANNAS)
    assert trouble_of(lambda: safety_asks.decrypt(desk, own="wrong")) is Trouble.KEY_WRONG
    safety_asks.decrypt(desk, own=ANNAS)
    told = [deed for deed, _ in deeds(desk)]
    desk.close()
    assert Deed.RECORD_ENCRYPTED in told
    assert told[-1] == Deed.RECORD_DECRYPTED
    records.open_desk(tmp_path / "record").close()
    assert check_record(tmp_path / "record").problems == ()


def test_a_conversion_that_fails_leaves_the_desk_open_as_it_was(tmp_path, monkeypatch):
    def fail(folder, *, key, keys):
        raise RecordUnavailable(Trouble.DISK_FULL)

    desk, _ = made(tmp_path / "record", passphrase=None)
    monkeypatch.setattr(safety_asks.convert, "encrypt_record", fail)
    with pytest.raises(RecordUnavailable):
        safety_asks.encrypt(desk, ANNAS)
    with desk.begin() as work:
        work.audit.record(Deed.CLINIC_CHANGED)
    assert not desk.record.is_encrypted
    desk.close()


def test_a_creation_cut_short_leaves_no_record(tmp_path, monkeypatch):
    def fail(*arguments, **named):
        raise RecordUnavailable(Trouble.DISK_FULL)

    with monkeypatch.context() as patch:
        patch.setattr(records, "begin_record", fail)
        assert trouble_of(made, tmp_path / "record") is Trouble.DISK_FULL
    assert not records.has_record(tmp_path / "record")
    desk, _ = made(tmp_path / "record")
    assert desk.who() == "Anna Lind"
    desk.close()


def test_the_moment_of_a_failed_unlock_is_all_that_is_kept(annas):
    folder, _ = annas
    with (
        pytest.raises(RecordUnavailable),
        keys.failed_kept(folder, at=datetime(2026, 11, 22, 18, 10, tzinfo=UTC)),
    ):
        keys.unlock(folder, "my cat is called Miso and sleeps a lot")
    assert (folder / "ims-notes.tries").read_text() == "2026-11-22T18:10:00+00:00\n"


def test_a_command_reads_beside_the_open_desk(annas):
    folder, _ = annas
    desk = opened(folder, ANNAS)
    with looking(folder, who="somebody", secret=ANNAS) as reading, reading.look() as work:
        assert [p.name for p in work.practitioners.all()] == ["Anna Lind"]
    desk.close()

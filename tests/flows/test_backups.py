"""A draft is typed, backed up by itself, the record is lost, and the draft comes back."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from ims_notes.app import backing_up, desk, opening_notices
from ims_notes.app.backups import newest_of
from ims_notes.app.safety_asks import safety_asks
from ims_notes.services import keep_backups
from ims_notes.services.clock import Clock
from ims_notes.settings import chosen_folder, default_backup_folder
from ims_notes.storage import convert, tries
from ims_notes.storage.backups import listed
from ims_notes.storage.record_file import record_path
from tests.flows.at_work import PASSPHRASE
from tests.flows.conftest import NOW

TYPED = "b ut, ls y; pain 6>3; typed before the laptop fell"


def begun(me):
    """An own, encrypted record with one patient and an unsigned note."""
    me.name_oneself()
    me.create_record()
    me.add_patient("Marlowe", "Iris", begins=True)
    me.type(TYPED)
    me.wait_saved()


def made():
    return [each for each in listed(default_backup_folder()) if each.manifest]


def restore(me, *, secret=True):
    """On the page that restores: the newest backup, its passphrase, and yes."""
    me.wait_page("restore_page")
    me.wait(lambda: me.sees("restore_rows") and me.rows("restore_rows"))
    if secret:
        me.fill("backup_secret", PASSPHRASE)
    me.in_dialog(lambda dialog: dialog.accept())
    me.click("restore_now")
    me.wait_page("today_page")


def test_a_draft_survives_the_loss_of_the_record(at_work):
    me = at_work()
    begun(me)
    assert me.close()
    (backup,) = made()
    assert (backup.manifest.counts.drafts, backup.manifest.encrypted) == (1, True)
    record_path(chosen_folder()).write_bytes(b"what the fall left of it")

    again = at_work()
    again.wait_page("cannot_open_page")
    again.click("restore_backup")
    again.wait_page("restore_page")
    again.wait(lambda: again.sees("restore_rows") and again.rows("restore_rows"))
    again.fill("backup_secret", "somebody else's guess at it")
    again.click("restore_now")
    again.wait(lambda: len(tries.failed(chosen_folder())) == 1)
    again.wait(lambda: again.find("restore_now").isEnabled())
    restore(again)
    again.wait_says("It held 1 draft: M. I. 10-Mar-2026. It is on Today.")
    again.wait_says("before-restore-")
    kept = next(chosen_folder().glob("before-restore-*"))
    assert record_path(kept).read_bytes() == b"what the fall left of it"
    again.find_patient("marlowe")
    with again.record.look() as work:
        assert [draft.text for draft in work.notes.drafts()] == [TYPED]


def test_a_record_in_use_is_replaced_after_saying_what_would_be_lost(at_work):
    me = at_work()
    begun(me)
    me.shell.backing_up.back_up()
    me.wait(lambda: made() and not me.shell.backing_up.is_busy)
    me.type("; typed after it")
    me.wait_saved()
    me.shell.window.actions_table["restore"].trigger()
    me.wait_page("restore_page")
    me.wait_says("1 draft written since would not be in it")
    assert not me.sees("backup_secret")  # The record's own key opens its backups.
    restore(me, secret=False)
    with me.record.look() as work:
        assert [draft.text for draft in work.notes.drafts()] == [TYPED]


def test_nothing_changed_needs_no_second_backup(at_work):
    me = at_work()
    begun(me)
    assert me.close()
    assert len(made()) == 1
    state = made()[0].manifest.state
    again = at_work()
    again.unlock()
    newest, now = newest_of(again.record, [default_backup_folder()])
    assert newest.state == state
    assert now != state  # Unlocking is a line of the audit, which a backup should hold too.


def test_a_folder_that_fails_is_said_once_and_hinders_nothing(at_work, tmp_path):
    me = at_work()
    begun(me)
    missing = tmp_path / "usb" / "backups"
    me.shell.keep_settings(replace(me.shell.settings, second_backup_folder=str(missing)))
    said = []
    me.shell.announcer.noticed.connect(lambda text: said.append(text.sentence))
    for round_ in (1, 2):
        me.shell.backing_up.back_up()
        me.wait(lambda round_=round_: len(made()) == round_ and not me.shell.backing_up.is_busy)
    me.wait(lambda: said)
    assert len(said) == 1
    assert "Is the drive plugged in?" in said[0]
    assert not missing.parent.exists()


def test_the_backup_at_the_end_can_be_skipped(at_work, monkeypatch):
    me = at_work()
    begun(me)
    monkeypatch.setattr(backing_up, "SHOW_AFTER_MS", 0)
    me.in_dialog(lambda dialog: dialog.reject())
    assert me.close()
    assert not list(default_backup_folder().glob(".ims-notes-working-*"))


@pytest.mark.usefixtures("clinic")
def test_the_demo_clinic_is_not_backed_up(at_work, clinic):
    me = at_work(clinic)
    me.wait_page("today_page")
    assert not me.shell.backing_up.back_up()
    assert me.close()
    assert not made()


def test_a_restore_is_tried_in_one_click(at_work):
    me = at_work()
    begun(me)
    me.shell.backing_up.back_up()
    me.wait(lambda: made() and not me.shell.backing_up.is_busy)
    me.shell.window.actions_table["go_safety"].trigger()
    me.wait_page("safety_page")
    me.wait(lambda: me.sees("try_restore") and me.find("try_restore").isEnabled())
    me.click("try_restore")
    me.wait_says("It works: the backup of")
    me.wait(lambda: "backup.tried" in deeds(me))
    assert not list(default_backup_folder().glob(".ims-notes-working-*"))


def test_once_a_year_a_restore_is_tried_by_one_click_on_what_is_said_at_the_start(
    at_work, monkeypatch
):
    me = at_work()
    begun(me)
    assert me.close()
    later = Clock(now=lambda: NOW + timedelta(days=40))
    monkeypatch.setattr(desk, "Clock", lambda: later)
    me = at_work()
    me.unlock()
    me.wait_says("whether a backup of this record can be restored")
    me.click("notice_step")
    me.wait_page("safety_page")
    me.wait_says("It works: the backup of")
    me.wait(lambda: "backup.tried" in deeds(me))
    assert me.close()
    me = at_work()
    me.unlock()
    me.shell.runner.drain()
    assert not opening_notices._wants_trial(me.shell, me.record)


def test_who_puts_the_trial_off_is_left_in_peace_for_a_week(at_work, monkeypatch):
    me = at_work()
    begun(me)
    assert me.close()
    for day, is_asked in ((40, True), (41, False), (48, True)):
        later = Clock(now=lambda day=day: NOW + timedelta(days=day))
        monkeypatch.setattr(desk, "Clock", lambda later=later: later)
        said, known = [], []
        monkeypatch.setattr(opening_notices, "_on_known", heard(known))
        me = at_work()
        me.shell.announcer.noticed.connect(lambda text, said=said: said.append(text.sentence))
        me.unlock()
        me.wait(lambda known=known: known)
        assert bool(said) is is_asked, day
        assert me.close()
        monkeypatch.setattr(opening_notices, "_on_known", ON_KNOWN)


ON_KNOWN = opening_notices._on_known


def heard(known):
    """Do as ever, and tell that it was done."""

    def does(*given, **facts):
        ON_KNOWN(*given, **facts)
        known.append(True)

    return does


def test_no_backup_is_under_way_while_the_record_is_made_plain(at_work, monkeypatch):
    """A copy of a file that is just written anew would be neither the old record nor the new."""
    me = at_work()
    begun(me)
    backing_up_, decrypt_record, seen = me.shell.backing_up, convert.decrypt_record, []

    def without_end(_folders, *, store, progress):
        while True:
            progress(1, 100)
            time.sleep(0.01)

    def told(folder, *, key):
        seen.append((backing_up_.is_busy, backing_up_.back_up()))
        decrypt_record(folder, key=key)

    monkeypatch.setattr(keep_backups, "back_up", without_end)
    monkeypatch.setattr(convert, "decrypt_record", told)
    assert backing_up_.back_up()
    asks = safety_asks(me.record, me.shell)
    done = []
    me.shell.runner.submit(lambda: asks.decrypt(PASSPHRASE), done=done.append, lane="write")
    me.wait(lambda: done)
    assert seen == [(False, False)]
    assert not me.record.record.is_encrypted
    monkeypatch.undo()
    assert me.shell.backing_up.back_up(), "afterwards they are made again"
    me.wait(lambda: made() and not me.shell.backing_up.is_busy)
    assert not made()[0].manifest.encrypted


def deeds(me):
    with me.record.look() as work:
        return work.connection.exec_driver_sql("SELECT deed FROM audit").scalars().all()

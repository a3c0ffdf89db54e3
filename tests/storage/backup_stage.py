"""What the stories of backups begin with: a clinic with a draft, plain or encrypted."""

from datetime import timedelta

from ims_notes.storage import backups, restoring
from ims_notes.storage.keys import Cost, new_key, new_keys
from ims_notes.storage.record import Record
from tests.storage.given import NOW, Clinic

CHEAP = Cost(memory_kib=8, passes=1)
SECRET = "five words for my record"


def encrypted(folder):
    """Make an encrypted record; return its key."""
    key = new_key()
    Record.create(
        folder, key=key, begun=lambda _record: new_keys(CHEAP).with_slot(key, SECRET)
    ).close()
    return key


def busy(record):
    """A clinic with one signed note and one draft."""
    clinic = Clinic(record)
    clinic.sign()
    keep_draft(clinic, "b ut y; typed last")
    return clinic


def keep_draft(clinic, text, **changes):
    draft = clinic.draft(text=text, **changes)
    with clinic.begin() as work:
        work.notes.put_draft(draft)
        work.audit.record("note.begun", patient_id=clinic.patient.id, on=draft.id)
    return draft


def back_up(record, folder, *, now=NOW + timedelta(hours=2), **how):
    return backups.make(record.path, folder, key=record.key, now=now, zone="UTC", **how)


def put_back(made, folder, *, key=None, replace=False, **how):
    return restoring.restore(
        made.path, folder, key=key, replace=replace, who="Kim Doe", now=NOW, **how
    )


def drafts_of(folder, key=None):
    with Record.read(folder, key=key) as record, record.look() as work:
        return [draft.text for draft in work.notes.drafts()]


def deeds_of(folder, key=None):
    with Record.read(folder, key=key) as record, record.look() as work:
        asked = "SELECT deed FROM audit ORDER BY seq"
        return [row[0] for row in work.connection.exec_driver_sql(asked)]

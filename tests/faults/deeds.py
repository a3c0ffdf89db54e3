"""What the children of a nursery do: sign, migrate, hold the record, and the like.

Each deed takes ``say`` and what it was asked with; paths and keys come as text.
"""

import os
import resource
import shutil
import time
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import NullPool, create_engine
from sqlcipher3 import dbapi2 as sqlite

from ims_notes.domain.errors import RecordUnavailable
from ims_notes.storage import backups, connections, convert, keys, migrate
from ims_notes.storage.lock import WriterLock
from ims_notes.storage.record import Record
from ims_notes.storage.record_file import record_path
from tests.faults import mounts, reading, shim
from tests.storage.given import NOW, Clinic

MOST_NOTES = 3000


def do(say, *, deed, **asked):
    """Do one deed, by its name."""
    DEEDS[deed](say, **asked)


def opened(folder, key=None):
    """Open a record, plain or encrypted (the key as hexadecimal digits)."""
    return Record.open(Path(folder), key=bytes.fromhex(key) if key else None)


def sign(say, *, folder, key=None, most=None, early=False, synchronous=None):
    """Sign notes until there are enough, or for ever; say each once it is acknowledged.

    Args:
        early: acknowledge before the commit, which is wrong: a control.
        synchronous: another value than FULL, which is wrong: a control.
    """
    if synchronous:
        connections.PRAGMAS["synchronous"] = (synchronous, {"OFF": 0, "NORMAL": 1}[synchronous])
    with opened(folder, key) as record:
        clinic = Clinic(record)
        while most is None or most > 0:
            sign_one(say, clinic, early=early)
            most = None if most is None else most - 1


def sign_one(say, clinic, *, early=False):
    """Sign the fullest note there is."""
    note = clinic.draft()
    signed = note.signed(at=NOW)
    with clinic.begin() as work:
        work.notes.put_draft(note)
    with clinic.begin() as work:
        work.notes.sign(signed, clinic.full(signed))
        work.audit.record("note.signed", on=note.id)
        if early:
            say("signed", note.id.hex, time.monotonic())
            time.sleep(0.2)
    if not early:
        say("signed", note.id.hex, time.monotonic())


def sign_through(say, *, folder, at, error, kinds, for_ever, key=None, early=False):
    """Sign while the disk fails; once it is well again, sign with the same open record."""
    with shim.control(os.environ["IMS_SHIM_CONTROL"]) as control:
        fail = partial(control.fail, at, error=error, kinds=kinds, for_ever=for_ever)
        if not early:
            fail()
        record = _at_last(control, lambda: opened(folder, key))
        clinic = _at_last(control, lambda: Clinic(record))
        if early:
            fail()
        for _ in range(3):
            with suppress(RecordUnavailable):
                sign_one(say, clinic, early=early)
        say("calls", control.heal()[1])
        if not early:
            sign_one(say, clinic)
        record.close()


def _at_last(control, deed):
    """Do it while the disk fails; if that is refused in plain words, once it is well."""
    try:
        return deed()
    except RecordUnavailable:
        control.heal()
        return deed()


def make(say, *, folder, key=None):
    """Make a new record in place of an old one."""
    shutil.rmtree(folder, ignore_errors=True)
    reading.make(Path(folder), bytes.fromhex(key) if key else None)


def spend(say, *, folder, ballast, spare):
    """Fill a disk until this many KiB are free; 256 KiB of that can be had back."""
    Path(ballast).write_bytes(bytes(256 * 1024))
    free = os.statvfs(folder)
    wanted = free.f_bavail * free.f_frsize - spare * 1024
    Path(f"{ballast}.kept").write_bytes(bytes(max(0, wanted)))


def mount(say, *, arguments):
    """Mount a file system that this nursery alone sees."""
    mounts.mount(*arguments)
    say("mounted")


def cut_power(say, *, point):
    """Stop a mounted disk this moment."""
    say("cutting", time.monotonic())
    mounts.cut_power(point)


def unmount(say, *, point):
    """Take a file system away."""
    mounts.unmount(point)


def remount(say, *, point, image):
    """Take a stopped disk away and bring it back, as after a power cut."""
    mounts.unmount(point)
    mounts.mount("-o", "loop", image, point)
    say("mounted")


def report(say, *, folder, signed):
    """Say what opening and `check` find, and which of these notes are lost."""
    for code in reading.wrong(Path(folder)):
        say("found", f"check found {code}")
    for each in reading.lost(Path(folder), signed):
        say("found", f"{each} was acknowledged and is lost")


def fill_up(say, *, folder, ballast, early=False):
    """Sign until the disk is full; make room; sign with the same open record, if one opened."""
    record = None
    with suppress(RecordUnavailable):
        record = opened(folder)
        clinic = Clinic(record)
        for _ in range(MOST_NOTES):
            sign_one(say, clinic, early=early)
    os.unlink(ballast)
    if not early:
        record = record or opened(folder)
        sign_one(say, Clinic(record))
        record.close()


def outgrow(say, *, folder, more, key=None, early=False):
    """Sign until a file may not grow any more (RLIMIT_FSIZE); lift that; sign again."""
    with opened(folder, key) as record:
        clinic = Clinic(record)
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        size = max(each.stat().st_size for each in Path(folder).iterdir())
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + more, hard))
        with suppress(RecordUnavailable):
            for _ in range(MOST_NOTES):
                sign_one(say, clinic, early=early)
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        sign_one(say, clinic)


def bring_up(say, *, folder, loose=False):
    """Open an old record, which brings it up to date.

    Args:
        loose: each statement for itself instead of one transaction, which is wrong: a control.
    """
    if loose:
        migrate._connection = _loose
    opened(folder).close()


def _loose(path, key):
    def opened():
        made = connections.connect(path, writing=True, key=key)
        made.execute("PRAGMA foreign_keys=OFF")
        return made

    return create_engine("sqlite://", module=sqlite, creator=opened, poolclass=NullPool).connect()


def hold(say, *, folder, key=None, for_s=0.0, careless=False):
    """Open a record as a writer and hold it for a while; say what was met, and how soon.

    Args:
        careless: without asking for the lock, which is wrong: a control.
    """
    if careless:
        WriterLock.__init__ = lambda *_: None
        WriterLock.release = lambda _: None
    began = time.monotonic()
    try:
        record = opened(folder, key)
    except RecordUnavailable as error:
        say("refused", error.trouble.value, time.monotonic() - began)
        return
    say("opened", "opened", time.monotonic() - began)
    time.sleep(for_s)
    record.close()


def encrypt(say, *, folder, key):
    """Encrypt a plain record."""
    key = bytes.fromhex(key)
    convert.encrypt_record(Path(folder), key=key, keys=reading.wrapped(key, reading.SECRET))


def encrypt_in_place(say, *, folder, key):
    """Encrypt a record page by page into its own file, which is wrong: a control."""
    path, key = record_path(Path(folder)), bytes.fromhex(key)
    keys.write_keys(keys.keys_path(Path(folder)), reading.wrapped(key, reading.SECRET))
    said = path.read_bytes()
    noise = bytes(byte ^ key[at % len(key)] for at, byte in enumerate(said))
    with path.open("r+b", buffering=0) as file:
        for at in range(0, len(noise), 4096):
            file.write(noise[at : at + 4096])
            say("wrote")
            time.sleep(0.002)


def decrypt(say, *, folder, key):
    """Make an encrypted record plain."""
    convert.decrypt_record(Path(folder), key=bytes.fromhex(key))


def change_passphrase(say, *, folder, key, secret):
    """Wrap the key anew under another passphrase."""
    made = reading.wrapped(bytes.fromhex(key), secret)
    keys.write_keys(keys.keys_path(Path(folder)), made)


def back_up(say, *, folder, target, key=None):
    """Make a backup of a record that is in use."""
    path, now = record_path(Path(folder)), datetime.now(UTC)
    made = backups.make(
        path, Path(target), key=bytes.fromhex(key) if key else None, now=now, zone="UTC"
    )
    say("made", made.path.name)


def copy_carelessly(say, *, folder, target, key=None):
    """Copy a record that is in use as if it were a letter, which is wrong: a control."""
    said = record_path(Path(folder)).read_bytes()
    with (Path(target) / "ims-notes-2026-01-01-000000.backup").open("wb", buffering=0) as file:
        for at in range(0, len(said), 16_384):
            file.write(said[at : at + 16_384])
            say("wrote")
            time.sleep(0.01)


_ALL = (
    *(make, spend, sign, sign_through, fill_up, outgrow),
    *(mount, unmount, cut_power, remount, report),
    *(bring_up, hold, encrypt, encrypt_in_place, decrypt, change_passphrase),
    *(back_up, copy_carelessly),
)
DEEDS = {each.__name__: each for each in _ALL}

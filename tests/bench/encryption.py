"""What encryption costs: the same record encrypted and plain, side by side."""

from contextlib import ExitStack
from itertools import cycle
from uuid import UUID

from ims_notes.app.desk import Desk
from ims_notes.services.find_patients import find_patients
from ims_notes.services.open_patient import open_patient
from ims_notes.storage import convert, keys
from ims_notes.storage.connections import connect
from ims_notes.storage.record import Record
from ims_notes.storage.record_file import record_path
from tests.bench import records, rn1
from tests.bench.measure import Figure, in_turn, timed

WORDS = "kettle orbit velvet pigeon lantern"
_TYPED = cycle(("ha", "mae", "okaf", "lind", "o", "smi"))


def figures(setting):
    """Unlock, open, sign, search and open a patient."""
    with ExitStack() as given:
        plain, locked = (given.enter_context(records.copied(setting.folder)) for _ in range(2))
        key = keys.new_key()
        wrapped = keys.new_keys(keys.fitting_cost()).with_slot(key, WORDS)
        for folder in (plain, locked):
            Record.open(folder).close()
        convert.encrypt_record(locked, key=key, keys=wrapped)
        yield _unlock(wrapped, setting.samples)
        yield _opening(plain, locked, key, setting.samples)
        ours = Desk(given.enter_context(Record.open(locked, key=key)))
        floor = Desk(given.enter_context(Record.open(plain)))
        yield _signing(ours, floor, setting.samples * 10)
        yield from _reading(ours, floor, setting.samples)


def _unlock(wrapped, count):
    cost = f"{wrapped.cost.memory_kib // 1024} MiB, {wrapped.cost.passes} passes"
    taken = [timed(lambda: keys.unwrap(wrapped, WORDS)) for _ in range(count)]
    return Figure(name="unlock: passphrase to key", ours=taken, most=1000, note=f"Argon2id, {cost}")


def _opening(plain, locked, key, count):
    def opened(folder, key):
        def deed():
            with Record.open(folder, key=key) as record, record.look() as work:
                work.clinic.get()

        return lambda: timed(deed)

    ours, floor = in_turn(count, opened(locked, key), opened(plain, None))
    return Figure(name="open the record: encrypted beside plain", ours=ours, floor=floor)


def _signing(ours, floor, count):
    def signing(desk):
        raw = connect(desk.record.path, writing=False, key=desk.record.key)
        patients = cycle([UUID(bytes=each) for each in rn1.patients(raw)])
        raw.close()

        def deed():
            draft = rn1.typed(desk, next(patients))
            return timed(lambda: rn1.signed(desk, draft))

        return deed

    told, base = in_turn(count, signing(ours), signing(floor))
    return Figure(name="sign: encrypted beside plain", ours=told, floor=base, p99=16.7)


def _reading(ours, floor, count):
    raw = connect(record_path(floor.folder), writing=False)
    regular = UUID(bytes=records.regular(raw))
    raw.close()

    def sought(desk):
        text = next(_TYPED)
        return timed(lambda: find_patients(text, look=desk.look, today=records.UNTIL))

    def shown(desk):
        return timed(lambda: open_patient(regular, look=desk.look))

    for name, deed in (("search", sought), ("open a patient with 500 sessions: read", shown)):
        told, base = in_turn(count, lambda d=deed: d(ours), lambda d=deed: d(floor))
        yield Figure(name=f"{name}: encrypted beside plain", ours=told, floor=base)

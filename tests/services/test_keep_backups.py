"""Two folders for backups never hinder each other, and no line of the audit spoils a backup."""

from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ims_notes.domain.backups import Manifest
from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.services.keep_backups import BackedUp, back_up, tell_backed_up
from ims_notes.services.ports.backups import Listed

FIRST, SECOND = Path("/first"), Path("/second")


class Store:
    """Backups that are only told of; `broken` folders take none."""

    def __init__(self, broken=()):
        self.broken, self.did = dict(broken), []

    def make(self, folder, progress):
        return self._take("made", folder, progress)

    def copy_to(self, made, folder, *, progress):
        assert made.manifest is not None
        return self._take("copied", folder, progress)

    def let_go(self, made):
        self.did.append(("let go", made.path.parent))
        return ()

    def sweep(self, folder):
        self.did.append(("swept", folder))

    def _take(self, deed, folder, progress):
        if folder in self.broken:
            raise RecordUnavailable(self.broken[folder], path=str(folder))
        progress(50, 100)
        progress(100, 100)
        self.did.append((deed, folder))
        return Listed(
            path=folder / "x.backup", manifest=Manifest(made_at=datetime(2026, 3, 2, tzinfo=UTC))
        )


def test_the_second_folder_gets_a_copy_of_the_first():
    store = Store()
    done = back_up((FIRST, SECOND), store=store)
    assert [each.path.parent for each in done.made] == [FIRST, SECOND]
    assert done.failed == ()
    assert [deed for deed in store.did if deed[0] in ("made", "copied")] == [
        ("made", FIRST),
        ("copied", SECOND),
    ]


@pytest.mark.parametrize("trouble", [Trouble.VANISHED, Trouble.DISK_FULL, Trouble.NOT_WRITABLE])
@pytest.mark.parametrize(("broken", "whole"), [(FIRST, SECOND), (SECOND, FIRST)])
def test_one_folder_that_fails_never_hinders_the_other(trouble, broken, whole):
    store = Store({broken: trouble})
    done = back_up((FIRST, SECOND), store=store)
    assert [each.path.parent for each in done.made] == [whole]
    assert [(each.folder, each.trouble) for each in done.failed] == [(broken, trouble)]


def test_nothing_old_goes_from_a_folder_that_took_no_new_one():
    store = Store({FIRST: Trouble.DISK_FULL})
    back_up((FIRST, SECOND), store=store)
    assert ("let go", FIRST) not in store.did
    assert store.did.index(("made", SECOND)) < store.did.index(("let go", SECOND))


def test_progress_goes_from_nothing_to_all_over_both_folders():
    told = []
    back_up((FIRST, SECOND), store=Store(), progress=lambda done, total: told.append((done, total)))
    assert told == [(50, 200), (100, 200), (150, 200), (200, 200)]


class Audit:
    def __init__(self):
        self.lines = []

    def record(self, deed):
        self.lines.append(str(deed))


def test_the_audit_is_told_of_a_backup_or_of_none():
    audit = Audit()

    @contextmanager
    def begin():
        yield type("Work", (), {"audit": audit})

    assert tell_backed_up(back_up((FIRST,), store=Store()), begin=begin)
    assert tell_backed_up(BackedUp(), begin=begin)
    assert audit.lines == ["backup.made", "backup.failed"]


def test_an_audit_that_cannot_be_written_spoils_no_backup():
    def begin():
        raise RecordUnavailable(Trouble.BUSY)

    assert not tell_backed_up(back_up((FIRST,), store=Store()), begin=begin)

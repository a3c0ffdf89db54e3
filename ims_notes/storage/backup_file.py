"""One backup as a file: a zip, stored, of the record, its wrapped keys and the manifest.

Anybody may hand such a file over. It is judged by its last bytes before anything else is read;
names, numbers and sizes are bounded, and nothing in it is compressed, so that no bomb fits in.
"""

import errno
import hashlib
import json
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

from ims_notes.domain.backups import (
    Manifest,
    Member,
    NewerManifest,
    manifest_from,
    manifest_said,
)
from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.storage.heads import head_from
from ims_notes.storage.record_file import FILE_NAME, KEYS_NAME, on_disk

MANIFEST_NAME = "manifest.json"

AT_ONCE = 1 << 20
"""Bytes read, hashed and written at once."""

COPIED_AT_ONCE = 8 << 20
"""Bytes that the system copies between two words of progress."""

SYNC_EACH = 64 << 20
"""Bytes after which what was written is brought to the disk: never a long wait at the end, nor
for whoever saves a note meanwhile."""

Reported = Callable[[int], object]
"""Is told how many bytes more are done; what it raises ends the work."""

_LARGEST_TEXT = 64 * 1024
_MOST_MEMBERS = 3
_LARGEST_LIST = 4096
"""Bytes of the zip's list of members; three short names need some 300."""

_NOT_INSIDE = (errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM)
"""How a system says that it cannot copy inside itself here."""

_BEGINNING = 64
_LOCATOR = 20
_END, _END_64 = struct.Struct("<4s4H2LH"), struct.Struct("<4sQ2H2L4Q")
_NO_DATE = (1980, 1, 1, 0, 0, 0)


def pack(target: Path, *, files: dict[str, Path], manifest: Manifest, told: Reported) -> Manifest:
    """Write a backup and return its manifest with the members' sizes and hashes.

    The manifest comes last, for it says what the others hold.

    Raises:
        RecordUnavailable: DISK_FULL or NOT_WRITABLE.
    """
    members = {}
    with on_disk(target), target.open("xb") as raw:
        os.chmod(target, 0o600)
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as pack_:
            for name, path in files.items():
                members[name] = _packed(path, pack_, raw=raw, name=name, told=told)
            made = replace(manifest, members=members)
            info = _info(MANIFEST_NAME)
            pack_.writestr(info, json.dumps(manifest_said(made), indent=1))
        raw.flush()
        os.fsync(raw.fileno())
    return made


def read_manifest(path: Path) -> Manifest:
    """Return what a backup says about itself; quick and small, whatever the file is.

    Raises:
        RecordUnavailable: NOT_A_BACKUP, BACKUP_NEWER, BACKUP_DAMAGED, or it cannot be read.
    """
    with opened(path) as pack_:
        return manifest_in(pack_, path)


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a backup whose list of members is as it should be.

    Raises:
        RecordUnavailable: NOT_A_BACKUP, or it cannot be read.
    """
    with _readable(path):
        # A pipe would let whoever opens it wait for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            raise ValueError("a folder, a pipe or a device")
    with _readable(path), path.open("rb") as raw:
        _judge_end(raw, path)
        with zipfile.ZipFile(raw) as pack_:
            _judge_members(pack_, os.fstat(raw.fileno()).st_size)
            yield pack_


def manifest_in(pack_: zipfile.ZipFile, path: Path) -> Manifest:
    """Return the manifest of an opened backup, if its members are those it names.

    Raises:
        RecordUnavailable: NOT_A_BACKUP, BACKUP_NEWER or BACKUP_DAMAGED.
    """
    with _readable(path):
        text = small(pack_, MANIFEST_NAME)
        try:
            manifest = manifest_from(json.loads(text))
        except NewerManifest:
            raise RecordUnavailable(Trouble.BACKUP_NEWER, path=str(path)) from None
        sizes = {each.filename: each.file_size for each in pack_.infolist()}
        del sizes[MANIFEST_NAME]
        named = {name: each.size for name, each in manifest.members.items()}
        head_from(dict(manifest.head))
        if sizes != named or manifest.encrypted != (KEYS_NAME in named) or FILE_NAME not in named:
            raise RecordUnavailable(Trouble.BACKUP_DAMAGED, path=str(path))
    return manifest


def small(pack_: zipfile.ZipFile, name: str) -> bytes:
    """Return the bytes of a small member."""
    with pack_.open(name) as file:
        return file.read(_LARGEST_TEXT + 1)


def unpack(path: Path, folder: Path, *, told: Reported = lambda _count: None) -> Manifest:
    """Write a backup's members into a folder, each proved by its size and hash on the way.

    Raises:
        RecordUnavailable: it is no backup, damaged, or the disk is in the way.
    """
    with opened(path) as pack_:
        manifest = manifest_in(pack_, path)
        for name, wanted in manifest.members.items():
            target = folder / name
            with on_disk(target):
                handle = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
                with _readable(path), pack_.open(name) as source, os.fdopen(handle, "wb") as file:
                    found = _passed(source, file.write, told=told)
                    file.flush()
                    os.fsync(file.fileno())
            if found != wanted:
                raise RecordUnavailable(Trouble.BACKUP_DAMAGED, path=str(path))
    return manifest


def prove(path: Path, manifest: Manifest, *, told: Reported = lambda _count: None) -> None:
    """Read a backup back from the disk and compare every byte's hash with its manifest.

    Raises:
        RecordUnavailable: BACKUP_DAMAGED, it is not what it says; or it cannot be read.
    """
    _from_the_disk(path)
    with opened(path) as pack_:
        if manifest_in(pack_, path) != manifest:
            raise RecordUnavailable(Trouble.BACKUP_DAMAGED, path=str(path))
        for name, wanted in manifest.members.items():
            with _readable(path), pack_.open(name) as source:
                found = _passed(source, lambda _piece: None, told=told)
            if found != wanted:
                raise RecordUnavailable(Trouble.BACKUP_DAMAGED, path=str(path))


def copy(source: Path, target: Path, *, told: Reported) -> None:
    """Copy a backup's file as it is and bring it to the disk.

    Raises:
        RecordUnavailable: DISK_FULL or NOT_WRITABLE.
    """
    with on_disk(target), source.open("rb") as file, target.open("xb") as raw:
        os.chmod(target, 0o600)
        _passed(file, _synced(raw.write, raw), told=told)
        raw.flush()
        os.fsync(raw.fileno())


def _packed(
    path: Path, pack_: zipfile.ZipFile, *, raw: IO[bytes], name: str, told: Reported
) -> Member:
    """Put a file into the zip: the system copies it while another thread sums it up."""
    from concurrent.futures import ThreadPoolExecutor

    info = _info(name)
    info.file_size = info.compress_size = path.stat().st_size
    info.header_offset = raw.tell()
    raw.write(info.FileHeader(zip64=True))
    raw.flush()
    with ThreadPoolExecutor(1) as beside, path.open("rb") as source:
        sums = beside.submit(_sums, path)
        _copied(source, raw, told=told)
        info.CRC, member = sums.result()
    end = raw.tell()
    raw.seek(info.header_offset)
    raw.write(info.FileHeader(zip64=True))
    raw.seek(end)
    pack_.filelist.append(info)
    pack_.NameToInfo[name] = info
    pack_.start_dir = end
    return member


def _info(name: str) -> zipfile.ZipInfo:
    """Describe a member, without a date of its own."""
    info = zipfile.ZipInfo(name, date_time=_NO_DATE)
    info.external_attr = 0o600 << 16
    info.CRC = 0
    return info


def _sums(path: Path) -> tuple[int, Member]:
    """Return a file's CRC-32, which zips want, with its size and SHA-256."""
    crc = 0

    def summed(piece: bytes) -> None:
        nonlocal crc
        crc = zlib.crc32(piece, crc)

    with path.open("rb") as file:
        member = _passed(file, summed, told=lambda _count: None)
    return crc, member


def _copied(source: IO[bytes], raw: IO[bytes], *, told: Reported) -> None:
    """Append a file to another one, inside the system where it can."""
    begins = raw.tell()
    done = waiting = 0
    while count := _some_copied(source, raw, done=done, begins=begins):
        done += count
        waiting += count
        told(count)
        if waiting >= SYNC_EACH:
            raw.flush()
            os.fsync(raw.fileno())
            waiting = 0
    raw.seek(begins + done)


def _some_copied(source: IO[bytes], raw: IO[bytes], *, done: int, begins: int) -> int:
    """Copy what comes after `done` bytes, as much as goes at once; return how much that was."""
    if hasattr(os, "copy_file_range"):
        try:
            return os.copy_file_range(
                source.fileno(), raw.fileno(), COPIED_AT_ONCE, done, begins + done
            )
        except OSError as error:
            if error.errno not in _NOT_INSIDE:
                raise
    source.seek(done)
    piece = source.read(AT_ONCE)
    raw.seek(begins + done)
    raw.write(piece)
    return len(piece)


def _passed(source: IO[bytes], write: Callable[[bytes], object], *, told: Reported) -> Member:
    """Hand everything on, piece by piece, and return its size and hash."""
    found, size = hashlib.sha256(), 0
    while piece := source.read(AT_ONCE):
        found.update(piece)
        write(piece)
        size += len(piece)
        told(len(piece))
    return Member(size=size, sha256=found.hexdigest())


def _synced(write: Callable[[bytes], object], raw: IO[bytes]) -> Callable[[bytes], object]:
    """Bring what was written to the disk every now and then."""
    waiting = 0

    def written(piece: bytes) -> None:
        nonlocal waiting
        write(piece)
        waiting += len(piece)
        if waiting >= SYNC_EACH:
            raw.flush()
            os.fsync(raw.fileno())
            waiting = 0

    return written


def _from_the_disk(path: Path) -> None:
    """Let the system forget what it remembers of a file, where it can be asked to."""
    if hasattr(os, "posix_fadvise"):
        with _readable(path), path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Turn whatever a file that is no backup brings up into one answer."""
    try:
        yield
    except FileNotFoundError:
        raise RecordUnavailable(Trouble.VANISHED, path=str(path)) from None
    except OSError as error:
        if error.errno == errno.ENOSPC:  # Where it is unpacked to.
            raise RecordUnavailable(Trouble.DISK_FULL, path=str(path)) from error
        raise RecordUnavailable(Trouble.DISK_FAULT, path=str(path)) from error
    except (zipfile.BadZipFile, EOFError):
        raise RecordUnavailable(Trouble.BACKUP_DAMAGED, path=str(path)) from None
    except (ValueError, TypeError, KeyError, struct.error, NotImplementedError, RuntimeError):
        # RecursionError, too, is a RuntimeError: JSON a thousand deep.
        raise RecordUnavailable(Trouble.NOT_A_BACKUP, path=str(path)) from None


def _judge_end(raw: IO[bytes], path: Path) -> None:
    """Judge how a zip ends, before its list of members is read into memory.

    Raises:
        RecordUnavailable: BACKUP_DAMAGED, it begins as ours but its end is missing.
        ValueError: it is none, or none that this program made.
    """
    size = raw.seek(0, os.SEEK_END)
    raw.seek(max(0, size - _END.size))
    end = raw.read(_END.size)
    if len(end) < _END.size or end[:4] != b"PK\5\6" or end[-2:] != b"\0\0":
        raw.seek(0)
        begins = raw.read(_BEGINNING)
        if begins[:4] == b"PK\3\4" and FILE_NAME.encode() in begins:
            raise RecordUnavailable(Trouble.BACKUP_DAMAGED, path=str(path))
        raise ValueError("no zip of ours ends like this")
    *_rest, count, length, start, _comment = _END.unpack(end)
    if 0xFFFFFFFF in (length, start):
        # A backup of 4 GB and more says it in two records of 64-bit numbers just before.
        raw.seek(max(0, size - _END.size - _LOCATOR - _END_64.size))
        *_rest, count, length, start = _END_64.unpack(raw.read(_END_64.size))
    if count > _MOST_MEMBERS or length > _LARGEST_LIST or start + length > size:
        raise ValueError("no backup holds so much")


def _judge_members(pack_: zipfile.ZipFile, size: int) -> None:
    """Judge the list of members.

    Raises:
        ValueError: a name, a size or a kind that no backup has.
    """
    infos = pack_.infolist()
    names = [each.filename for each in infos]
    if sorted(names) not in (_PLAIN, _ENCRYPTED):
        raise ValueError("another program's zip")
    for each in infos:
        most = size if each.filename == FILE_NAME else _LARGEST_TEXT
        is_stored = each.compress_type == zipfile.ZIP_STORED and not each.flag_bits & 1
        if not is_stored or each.file_size != each.compress_size or each.file_size > most:
            raise ValueError("backups are stored as they are")


_PLAIN = sorted((FILE_NAME, MANIFEST_NAME))
_ENCRYPTED = sorted((FILE_NAME, KEYS_NAME, MANIFEST_NAME))

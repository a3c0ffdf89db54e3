"""The verifier, one file without the program, finds every change and refuses what is hostile."""

import hashlib
import json
import shutil
import struct
import time
import zipfile

import pytest

from tests.interchange.conftest import PROGRAM

MOST_S, MOST_KB = 1.0, 64 * 1024


def replaced(old, new):
    def change(content):
        assert old in content
        return content.replace(old, new, 1)

    return change


def lines(change):
    """Change a member as a list of lines."""
    return lambda content: b"".join(change(content.splitlines(keepends=True)))


def without(place):
    return lines(lambda held: held[:place] + held[place + 1 :])


def swapped(held):
    return [held[1], held[0], *held[2:]]


def test_a_good_archive_is_well_also_for_a_careful_copyist(archived, forged, verify):
    for path in (archived.path, forged({})):
        done = verify(path)
        assert done.status == 0, done.said
        assert any("3 signed notes and 2 addenda" in line for line in done.said)
        assert any("1 lawfully destroyed" in line for line in done.said)


TAMPERED = {
    "a letter of a note": {"notes.jsonl": replaced(b"woke twice", b"woke trice")},
    "a pain": {"notes.jsonl": replaced(b'"before":6', b'"before":9')},
    "a blank": {"notes.jsonl": replaced(b'"before":6', b'"before": 6')},
    "who signed": {"notes.jsonl": replaced(b"Kim Doe", b"Jim Doe")},
    "a note less": {"notes.jsonl": without(1)},
    "a note twice": {"notes.jsonl": lines(lambda held: [*held, held[0]])},
    "a note more": {
        "notes.jsonl": lines(
            lambda held: [*held, held[0].replace(b'"id":"0', b'"id":"f')],
        )
    },
    "a letter of an addendum": {"addenda.jsonl": replaced(b"Left", b"Both")},
    "an addendum less": {"addenda.jsonl": without(1)},
    "addenda in another order": {"addenda.jsonl": lines(swapped)},
    "why it was destroyed": {"tombstones.jsonl": replaced(b"asked for", b"by order")},
    "no tombstone": {"tombstones.jsonl": without(0)},
    "a seal": {"chain.jsonl": replaced(b'"seal":"', b'"seal":"00')},
    "a seal's hash": {
        "chain.jsonl": lines(
            lambda held: [held[0].replace(held[0][18:50], held[0][20:52]), *held[1:]]
        )
    },
    "a seal less": {"chain.jsonl": without(1)},
    "the last seals cut off": {"chain.jsonl": lines(lambda held: held[:-1])},
    "seals in another order": {"chain.jsonl": lines(swapped)},
    "what a seal is of": {"chain.jsonl": replaced(b'"kind":"addendum"', b'"kind":"note"')},
    "which addendum a seal is of": {"chain.jsonl": replaced(b'"number":2', b'"number":3')},
    "who did it": {"audit.jsonl": replaced(b"Kim Doe", b"Jim Doe")},
    "when it was done": {"audit.jsonl": replaced(b"2026-03-02T", b"2025-03-02T")},
    "what was done": {"audit.jsonl": replaced(b"note.destroyed", b"note.exported")},
    "an audit line less": {"audit.jsonl": without(4)},
    "the last audit lines cut off": {"audit.jsonl": lines(lambda held: held[:-3])},
    "an audit line left out": {
        "audit.jsonl": lines(
            lambda held: [
                json.dumps({"seq": 1, "chained": "0" * 64, "sha256": "0" * 64}).encode() + b"\n",
                *held[1:],
            ]
        )
    },
}


@pytest.mark.parametrize("what", TAMPERED)
def test_every_tampering_is_found_though_the_manifest_agrees(forged, verify, what):
    done = verify(forged(TAMPERED[what]))
    assert done.status == 1
    assert not any("All is well" in line for line in done.said)


@pytest.mark.parametrize(
    "name",
    [
        *("README.txt", "verify.py", "clinic.json", "patients.jsonl", "episodes.jsonl"),
        *("practitioners.jsonl", "drafts.jsonl"),
    ],
)
def test_what_no_chain_holds_is_held_by_the_manifest(forged, verify, name):
    done = verify(forged({name: lambda content: content.replace(b"e", b"a", 1)}, careful=False))
    assert done.status == 1
    assert any(name in line for line in done.said)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"seals":', b'"sails":'),
        (b'"notes":3', b'"notes":4'),
        (b'"notes":3', b'"notes":99999999999999999999'),
        (b'"version":1', b'"version":2'),
        (b'"patient_id":', b'"patience":'),
        (b'"members":', b'"numbers":'),
    ],
)
def test_a_manifest_that_lies_is_found(forged, verify, old, new):
    change = {"manifest.json": replaced(old, new)} if old != b'"patient_id":' else None
    if change is None:
        other = b'"patient_id":"00000000-0000-7000-8000-000000000000","program"'
        change = {"manifest.json": replaced(b'"program"', other)}
    assert verify(forged(change, careful=False)).status == 1


def test_a_rewritten_archive_is_well_in_itself_but_not_by_a_head_noted_elsewhere(
    archived, forged, verify
):
    with zipfile.ZipFile(archived.path) as file:
        *_, last = file.read("chain.jsonl").splitlines()
        notes = file.read("notes.jsonl").splitlines(keepends=True)
    head = json.loads(last)["seal"]
    assert verify(archived.path, "--head", head.upper()).status == 0
    rewritten = forged(forgery(notes))
    assert verify(rewritten).status == 0
    assert verify(rewritten, "--head", head).status == 1


def forgery(notes):
    """Change a note and every seal and audit hash from there on: all agrees again."""
    old = hashlib.sha256(notes[-1][:-1]).hexdigest()
    changed = notes[-1].replace(b"woke twice", b"slept well")
    new = hashlib.sha256(changed[:-1]).hexdigest()

    def resealed(held):
        seal = hashlib.sha256(b"IMS Notes: the chain begins here").digest()
        for line in map(json.loads, held):
            if line["content_sha256"] == old:
                line["content_sha256"] = new
            seal = hashlib.sha256(seal + bytes.fromhex(line["content_sha256"])).digest()
            yield json.dumps({**line, "seal": seal.hex()}).encode() + b"\n"

    return {
        "notes.jsonl": lines(lambda held: [*held[:-1], changed]),
        "chain.jsonl": lines(resealed),
    }


def zipped(path, members, **options):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as file:
        for name, content in members:
            file.writestr(name, content)
    return path


def held_by(archive):
    with zipfile.ZipFile(archive) as file:
        return [(each.filename, file.read(each)) for each in file.infolist()]


def with_member(archive, path, name, content, **options):
    rest = [each for each in held_by(archive) if each[0] != name]
    return zipped(path, [*rest, (name, content)], **options)


DEEP = b'{"a":' + b"[" * 200_000 + b"]" * 200_000 + b"}\n"
HOSTILE = {
    "zeros": ("notes.jsonl", b"\0" * 300_000_000),
    "lines without end": ("notes.jsonl", b"x" * 50_000_000),
    "a long readme": ("README.txt", bytes(range(256)) * 9_000),
    "blank lines": ("notes.jsonl", b"\n" * 900_000),
    "deep": ("notes.jsonl", DEEP),
    "deep manifest": ("manifest.json", DEEP),
    "no number": ("notes.jsonl", b'{"id":NaN}\n'),
    "infinity": ("notes.jsonl", b'{"id":-Infinity}\n'),
    "too great": ("notes.jsonl", b'{"id":1e400}\n'),
    "huge whole number": ("notes.jsonl", b'{"id":' + b"9" * 500_000 + b"}\n"),
    "many little things": ("notes.jsonl", b'{"id":[' + b"{}," * 340_000 + b"{}]}\n"),
    "no object": ("notes.jsonl", b"[]\n"),
    "no text": ("notes.jsonl", b'{"id":"\xff"}\n'),
    "no id": ("notes.jsonl", b'{"id":"../../x","patient":{}}\n'),
    "kind of nothing": ("chain.jsonl", b'{"kind":"x"}\n'),
    "true for a number": ("chain.jsonl", b'{"seq":true,"content_sha256":"","seal":""}\n'),
    "not ended": ("notes.jsonl", b"{}"),
    "climbs out": ("../evil.jsonl", b"{}\n"),
    "from the root": ("/etc/passwd", b"x"),
    "another drive": ("C:\\evil.txt", b"x"),
    "climbs out of imports": ("imported/../../x.jsonl", b"{}\n"),
    "a stranger": ("surprise.exe", b"MZ"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_hostile_is_refused_at_once_and_in_little_memory(archived, verify, tmp_path, what):
    usual = verify(archived.path)
    assert usual.status == 0
    path = with_member(archived.path, tmp_path / "hostile.zip", *HOSTILE[what])
    begun = time.monotonic()
    done = verify(path)
    took = time.monotonic() - begun
    assert done.status == 1
    assert not any("All is well" in line for line in done.said)
    assert done.kb - usual.kb <= MOST_KB
    # The process itself takes its time on a busy machine; a bomb would take minutes.
    assert took < 5 * MOST_S


def test_absurdly_many_members_are_refused_before_they_are_listed(archived, verify, tmp_path):
    many = [(f"imported/{number:032x}", b"") for number in range(70_000)]
    path = zipped(tmp_path / "many.zip", many)
    done = verify(path)
    assert done.status == 1
    assert done.kb - verify(archived.path).kb <= MOST_KB


def test_a_directory_that_lies_about_its_length_is_refused(archived, verify, tmp_path):
    content = bytearray(archived.path.read_bytes())
    for place, value in ((-12, 0xFFFF), (-10, 0x7FFFFFFF), (-6, 0xFFFFFF)):
        changed = bytearray(content)
        struct.pack_into("<H" if value == 0xFFFF else "<I", changed, len(changed) + place, value)
        path = tmp_path / "lies.zip"
        path.write_bytes(changed)
        assert verify(path).status == 1


def test_a_member_twice_encrypted_or_packed_otherwise_is_refused(archived, verify, tmp_path):
    held = held_by(archived.path)
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = zipped(tmp_path / "twice.zip", [*held, ("notes.jsonl", b"{}\n")])
    assert verify(twice).status == 1
    other = tmp_path / "lzma.zip"
    with zipfile.ZipFile(other, "w", zipfile.ZIP_LZMA) as file:
        for name, content in held:
            file.writestr(name, content)
    assert verify(other).status == 1
    locked = bytearray(archived.path.read_bytes())
    place = locked.index(b"PK\1\2")
    locked[place + 8] |= 1
    other.write_bytes(locked)
    assert verify(other).status == 1


def test_members_over_one_another_are_refused(archived, verify, tmp_path):
    content = bytearray(archived.path.read_bytes())
    place = content.index(b"PK\1\2")
    struct.pack_into("<I", content, place + 20, len(content) * 2)
    path = tmp_path / "over.zip"
    path.write_bytes(content)
    assert verify(path).status == 1


@pytest.mark.parametrize("part", [0, 1, 21, 300, 0.3, 0.6, 0.9, 0.999])
def test_a_cut_archive_is_refused(archived, verify, tmp_path, part):
    content = archived.path.read_bytes()
    length = part if isinstance(part, int) else int(len(content) * part)
    path = tmp_path / "cut.zip"
    path.write_bytes(content[:length])
    assert verify(path).status == 1


def test_flipped_bits_are_found_wherever_they_matter(archived, verify, tmp_path):
    content = archived.path.read_bytes()
    path = tmp_path / "flipped.zip"
    wrong = 0
    for place in range(40, len(content), len(content) // 25):
        changed = bytearray(content)
        changed[place] ^= 1
        path.write_bytes(changed)
        if verify(path).status == 1:
            wrong += 1
        else:
            # A date or a right in the list of members: nothing that is read.
            assert held_by(path) == held_by(archived.path)
    assert wrong > 15


def test_no_file_or_a_folder_is_said_plainly(verify, tmp_path):
    for path in (tmp_path / "absent.zip", tmp_path):
        done = verify(path)
        assert done.status == 1
        assert len(done.said) == 1


def test_the_verifier_is_one_file_that_old_pythons_read():
    import ast

    tree = ast.parse(PROGRAM.read_text(encoding="utf-8"), feature_version=(3, 8))
    named = {
        name.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for name in node.names
    }
    assert "ims_notes" not in named
    assert not shutil.os.path.exists(PROGRAM.with_name("__init__.py"))

"""An archive of a record with everything in it, and the verifier as a stranger runs it."""

import hashlib
import json
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from ims_notes import bundle
from ims_notes.app.archives import export_archive
from ims_notes.domain.note import Addendum
from ims_notes.storage.record import Record
from tests.storage.given import NOW, Clinic

PROGRAM = bundle.resource("verify", "verify.py")

# Runs the verifier alone and says last how much memory it took, in kB.
MEASURED = """
import resource, runpy, sys
sys.argv = sys.argv[1:]
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.fixture
def verify():
    """Run the verifier in a process that can import nothing of ours."""

    def _verify(archive, *more):
        done = subprocess.run(
            [sys.executable, "-I", "-c", MEASURED, PROGRAM, archive, *more],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.stderr == "", done.stderr
        *said, memory = done.stdout.splitlines()
        return SimpleNamespace(status=done.returncode, said=said, kb=int(memory))

    return _verify


def fill(clinic):
    """Sign, amend, destroy and draft, so that an archive has something in every member."""
    for number in range(4):
        done = clinic.draft().signed(at=NOW)
        with clinic.begin() as work:
            work.notes.sign(done, clinic.full(done))
            work.audit.record("note.signed", patient_id=clinic.patient.id, on=done.id)
            if number == 1:
                for text in ("Left too.", "Right too."):
                    work.notes.amend(addendum(done.id, text))
                    work.audit.record("note.amended", patient_id=clinic.patient.id, on=done.id)
            if number == 2:
                work.notes.destroy(done.id, by="Kim Doe", at=NOW, reason="asked for, and lawful")
                work.audit.record("note.destroyed", patient_id=clinic.patient.id, on=done.id)
    with clinic.begin() as work:
        work.notes.put_draft(clinic.draft(text="ut, not signed"))


def addendum(note_id, text):
    return Addendum(note_id=note_id, author="Kim", added_at=NOW, reason="missed", text=text)


@pytest.fixture(scope="session")
def archived(tmp_path_factory):
    """The folder of a record with everything in it, and its archive."""
    folder = tmp_path_factory.mktemp("archived")
    Record.create(folder / "record").close()
    with Record.open(folder / "record") as record:
        fill(Clinic(record))
        export_archive(record, folder / "all.zip", now=datetime(2026, 3, 3, tzinfo=UTC))
    return SimpleNamespace(folder=folder / "record", path=folder / "all.zip")


@pytest.fixture
def forged(archived, tmp_path):
    """Change members of the archive; a careful forger makes the manifest agree."""

    def _forged(changes, *, careful=True):
        with zipfile.ZipFile(archived.path) as file:
            held = {each.filename: file.read(each) for each in file.infolist()}
        for name, change in changes.items():
            held[name] = change(held[name])
        if careful:
            held["manifest.json"] = agreeing(held)
        out = tmp_path / "forged.zip"
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
            for name, content in held.items():
                file.writestr(name, content)
        return out

    return _forged


def agreeing(held):
    """Return the manifest as it would have to be for these members."""
    said = json.loads(held["manifest.json"])
    for name, content in held.items():
        if name != "manifest.json":
            sha256 = hashlib.sha256(content).hexdigest()
            said["members"][name] = {"bytes": len(content), "sha256": sha256}
        if name.endswith(".jsonl") and "/" not in name:
            said["counts"][name.removesuffix(".jsonl")] = content.count(b"\n")
    chain, audit = (held[name].splitlines() for name in ("chain.jsonl", "audit.jsonl"))
    said["head"] = {
        "seals": len(chain),
        "seal": json.loads(chain[-1])["seal"],
        "lines": len(audit),
        "line": json.loads(audit[-1])["chained"],
    }
    return json.dumps(said).encode()

"""An archive explains itself, proves itself without the program, and is made beside a window."""

import os
import subprocess
import sys
import zipfile

import pytest

from ims_notes import bundle
from ims_notes.services.ports.audit import EVERYTHING
from ims_notes.storage.record import Record


def verify(archive, *more):
    """Run the verifier as a stranger would: alone, with nothing of ours to import."""
    program = bundle.resource("verify", "verify.py")
    return subprocess.run(
        [sys.executable, "-I", program, archive, *more],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=archive.parent,
    )


def contents(archive):
    with zipfile.ZipFile(archive) as file:
        return {each.filename: file.read(each) for each in file.infolist()}


def test_everything_is_exported_and_proves_itself(ims, clinic, tmp_path):
    out = tmp_path / "all.zip"
    done = ims("export", "--format", "archive", "--out", out, "--data", clinic)
    assert done.status == 0
    assert "not encrypted" in done.out
    proved = verify(out)
    assert (proved.returncode, proved.stderr) == (0, "")
    assert "All is well" in proved.stdout
    held = contents(out)
    assert b"python3 verify.py" in held["README.txt"]
    assert held["verify.py"] == bundle.resource("verify", "verify.py").read_bytes()
    assert len(held["notes.jsonl"].splitlines()) == int(done.out.split()[0])
    if os.name == "posix":
        assert out.stat().st_mode & 0o077 == 0


def test_one_patient_s_archive_names_nobody_else(ims, clinic, tmp_path):
    out = tmp_path / "one.zip"
    with Record.read(clinic) as record, record.look() as work:
        mine, *others = work.patients.listed(None)
        assert mine.session_ids
    done = ims(
        *("export", "--patient", mine.id, "--format", "archive", "--out", out, "--data", clinic)
    )
    assert done.status == 0
    assert verify(out).returncode == 0
    text = b"".join(contents(out).values()).decode()
    assert mine.family_name in text
    for other in others:
        assert str(other.id) not in text
        assert other.family_name not in text


def test_the_same_record_gives_the_same_bytes_but_for_the_moment(clinic, tmp_path):
    from datetime import UTC, datetime

    from ims_notes.app.archives import export_archive

    made = []
    for year in (2026, 2027):
        out = tmp_path / f"{year}.zip"
        with Record.read(clinic) as record:
            export_archive(record, out, now=datetime(year, 1, 1, tzinfo=UTC))
        made.append(contents(out))
    one, two = (each.pop("manifest.json") for each in made)
    assert made[0] == made[1]
    assert one.replace(b"2026-01-01T", b"2027-01-01T") == two


def test_an_export_beside_an_open_window_is_told_in_the_audit(ims, own, tmp_path):
    out = tmp_path / "all.zip"
    done = ims("export", "--format", "archive", "--out", out, "--data", own.folder)
    assert (done.status, done.err) == (0, "")
    with own.look() as work:
        (line,) = work.audit.lines(EVERYTHING, limit=1)
    assert line.deed == "archive.exported"
    assert line.who.startswith("command line")
    assert ims("check", "--data", own.folder).status == 0


def test_a_head_noted_elsewhere_is_recognised_or_missed(ims, clinic, tmp_path):
    out = tmp_path / "all.zip"
    ims("export", "--format", "archive", "--out", out, "--data", clinic)
    head = verify(out).stdout.split("Head of the chain: ")[1].split()[0]
    known = verify(out, "--head", head)
    assert known.returncode == 0
    assert "is seal" in known.stdout
    assert verify(out, "--head", "0" * 64).returncode == 1


@pytest.mark.parametrize("format_", ["fhir", "csv"])
def test_formats_of_later_are_a_usage_error(ims, clinic, tmp_path, format_):
    out = tmp_path / "x"
    assert ims("export", "--format", format_, "--out", out, "--data", clinic).status == 2
    assert not out.exists()


def test_nobody_by_that_id_or_no_such_folder_writes_nothing(ims, clinic, tmp_path):
    out = tmp_path / "x.zip"
    for patient in ("nobody", "00000000-0000-7000-8000-000000000000"):
        refused = ims(
            *("export", "--patient", patient, "--format", "archive"),
            *("--out", out, "--data", clinic),
        )
        assert refused.status == 1
        assert "no such patient" in refused.err
    nowhere = tmp_path / "absent" / "x.zip"
    assert ims("export", "--format", "archive", "--out", nowhere, "--data", clinic).status == 1
    assert list(tmp_path.iterdir()) == []


def test_an_export_that_is_ended_leaves_nothing(clinic, tmp_path):
    from datetime import UTC, datetime

    from ims_notes.app.archives import export_archive

    def enough(done, total):
        raise KeyboardInterrupt

    with Record.read(clinic) as record, pytest.raises(KeyboardInterrupt):
        export_archive(
            record, tmp_path / "x.zip", now=datetime(2026, 1, 1, tzinfo=UTC), progress=enough
        )
    assert list(tmp_path.iterdir()) == []

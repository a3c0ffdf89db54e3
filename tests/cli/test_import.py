"""The command that takes an archive in: counts first, then all of it or nothing."""

import json
import zipfile

import pytest

from ims_notes.app.keys import PASSPHRASE
from ims_notes.storage.record_file import is_encrypted, record_path


@pytest.fixture
def archive(ims, clinic, tmp_path):
    out = tmp_path / "all.zip"
    assert ims("export", "--format", "archive", "--out", out, "--data", clinic).status == 0
    return out


def test_an_archive_becomes_a_record_that_checks_clean(ims, archive, tmp_path):
    new = tmp_path / "new"
    planned = ims("import", archive, "--dry-run", "--data", new)
    assert planned.status == 0
    assert planned.out.startswith("Would import into a new record: 6 patients")
    assert not new.exists()
    done = ims("import", archive, "--data", new)
    assert done.status == 0
    assert "keep the archive" in done.out
    assert not is_encrypted(record_path(new))
    checked = ims("check", "--data", new)
    assert checked.status == 0
    assert "1 imported chains are whole and linked" in checked.out
    before = json.loads(ims("patients", "--json", "--data", new).out)
    assert len(before) == 6


def test_importing_again_brings_nothing_new(ims, archive, tmp_path):
    new = tmp_path / "new"
    ims("import", archive, "--data", new)
    again = ims("import", archive, "--data", new)
    assert again.status == 0
    assert "nothing new" in again.out


def test_with_a_passphrase_the_new_record_is_encrypted(ims, archive, tmp_path, monkeypatch):
    monkeypatch.setenv(PASSPHRASE, "five calm herons cross water")
    new = tmp_path / "new"
    done = ims("import", archive, "--data", new)
    assert done.status == 0
    assert "Recovery code" in done.out
    assert is_encrypted(record_path(new))
    assert ims("check", "--data", new).status == 0
    code = done.out.split("shown again: ")[1].splitlines()[0]
    monkeypatch.setenv(PASSPHRASE, code)
    assert ims("check", "--data", new).status == 0
    monkeypatch.setenv(PASSPHRASE, "too short")
    assert ims("import", archive, "--data", tmp_path / "other").status == 1
    assert not record_path(tmp_path / "other").exists()


def test_a_tampered_archive_is_refused_in_words(ims, archive, tmp_path):
    forged = tmp_path / "forged.zip"
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(forged, "w") as new:
        for each in old.infolist():
            content = old.read(each)
            if each.filename == "notes.jsonl":
                content = content.replace(b'"kind":"initial"', b'"kind":"contact"', 1)
            new.writestr(each.filename, content)
    refused = ims("import", forged, "--data", tmp_path / "new")
    assert refused.status == 1
    assert refused.err.startswith("This is no sound archive; nothing was imported: ")
    assert refused.err.count("\n") == 1
    assert "is not what was signed" in refused.out
    assert not (tmp_path / "new").exists()


def test_a_file_that_is_absent_or_no_archive_is_said(ims, tmp_path):
    absent = ims("import", tmp_path / "absent.zip", "--data", tmp_path / "new")
    assert absent.status == 1
    (tmp_path / "letter.txt").write_text("Dear colleague")
    other = ims("import", tmp_path / "letter.txt", "--data", tmp_path / "new")
    assert other.status == 1
    assert "no whole zip file" in other.err
    assert not (tmp_path / "new").exists()


def test_beside_an_open_window_only_a_dry_run_is_possible(ims, archive, own):
    assert ims("import", archive, "--dry-run", "--data", own.folder).status == 0
    refused = ims("import", archive, "--data", own.folder)
    assert refused.status == 1
    assert "close it first" in refused.err


def test_import_without_a_file_is_a_usage_error(ims):
    assert ims("import").status == 2

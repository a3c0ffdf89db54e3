"""What lies where the record should be cannot be used: a calm page, and nothing is touched."""

import shutil
import sqlite3
import time

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from ims_notes.settings import Settings, settings_folder, write_settings
from tests.flows.at_work import Key

NAME = "ims-notes.record"


def text(path):
    path.write_text("Dear diary, " * 500)


def empty(path):
    path.write_bytes(b"")


def truncated(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])


def scribbled(path):
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + bytes(len(whole) - 4096))


def beheaded(path):
    path.write_bytes(path.read_bytes()[:60])


def foreign(path):
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE songs (title TEXT)")
    other.close()


def newer(path):
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA user_version = 99")
    other.close()


def a_folder(path):
    path.unlink()
    path.mkdir()
    (path / "keep").write_text("me")


BAD = {
    text: "not a record",
    empty: "damaged",
    truncated: "damaged",
    scribbled: "damaged",
    beheaded: "damaged",
    foreign: "another program",
    newer: "newer version",
    a_folder: "not a record",
}


def everything(folder):
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(folder): path.read_bytes() for path in files}


@pytest.mark.parametrize("spoil", BAD, ids=lambda each: each.__name__)
def test_a_file_that_is_no_usable_record_is_left_as_it_is(at_work, clinic, spoil):
    spoil(clinic / NAME)
    before = everything(clinic)
    began = time.monotonic()
    me = at_work(clinic)
    me.wait_page("cannot_open_page")
    assert time.monotonic() - began < 3
    assert me.says(BAD[spoil])
    assert me.find("record_folder", QLabel).text() == str(clinic)
    assert not me.says("delete")
    assert me.frame.focusWidget().objectName() in {"try_again", "restore_backup"}
    first = me.shell.window.page
    me.find("try_again", QPushButton).setFocus()
    me.press(Key.Key_Space)
    me.wait(lambda: me.shell.window.page is not first)
    me.wait_page("cannot_open_page")
    assert me.close()
    assert everything(clinic) == before


def test_once_the_file_is_back_trying_again_opens_it(at_work, clinic):
    shutil.copy(clinic / NAME, clinic.parent / "aside")
    text(clinic / NAME)
    me = at_work(clinic)
    me.wait_page("cannot_open_page")
    shutil.copy(clinic.parent / "aside", clinic / NAME)
    me.click("try_again")
    me.wait_page("today_page")


def test_from_a_record_that_cannot_be_opened_another_can_be_begun(at_work, clinic, tmp_path):
    text(clinic / NAME)
    write_settings(Settings(record_folder=str(clinic)), settings_folder())
    before = everything(clinic)
    me = at_work()
    me.wait_page("cannot_open_page")
    me.click("look_around")
    me.name_oneself()
    me.click("create_record")
    me.wait_says("already holds something")
    assert me.find("record_folder_note", QLabel).text().endswith("Choose an empty one.")
    me.fill("record_folder", str(tmp_path / "new"))
    me.create_record()
    assert everything(clinic) == before


def test_a_folder_that_cannot_be_written_is_said_at_its_field(at_work, tmp_path):
    (tmp_path / "a file").write_text("in the way")
    me = at_work()
    me.name_oneself()
    me.fill("record_folder", str(tmp_path / "a file" / "record"))
    me.click("create_record")
    me.wait_says("cannot be written")
    assert me.find("record_folder_note", QLabel).text().startswith("The record's folder cannot")
    assert me.frame.focusWidget() is me.find("record_folder")
    assert me.find("practitioner_name").text() == "Mara Lindqvist"
    me.fill("record_folder", str(tmp_path / "fine"))
    me.press(Key.Key_Return)
    me.put_code_off()

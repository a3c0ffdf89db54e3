"""Preferences: what cannot be read is the default, key by key; what is kept is whole."""

import json
from dataclasses import asdict, fields

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from ims_notes import settings
from ims_notes.settings import (
    FILE_NAME,
    Settings,
    chosen_folder,
    default_record_folder,
    demo_folder,
    log_folder,
    read_settings,
    settings_folder,
    write_settings,
)

OWN = Settings(
    record_folder="/a/ü 李", theme="dark", text_scale=150, threshold="none", lock_minutes=9
)


def test_what_is_kept_is_read_again(tmp_path):
    write_settings(OWN, tmp_path / "new" / "folder")
    assert read_settings(tmp_path / "new" / "folder") == OWN
    write_settings(Settings(), tmp_path / "new" / "folder")
    assert read_settings(tmp_path / "new" / "folder") == Settings()


def test_without_a_file_everything_is_the_default_and_nothing_is_made(tmp_path):
    assert read_settings(tmp_path / "nowhere") == Settings()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "kept",
    [
        b"",
        b"{",
        b"[1, 2]",
        b"null",
        b"\xff\xfe\x00",
        b'"theme"',
        b"[" * 100_000,
        b'{"theme": ' + b"9" * 5_000 + b"}",
        b'{"other_program": true}',
    ],
)
def test_an_unreadable_or_foreign_file_is_the_default(tmp_path, kept):
    (tmp_path / FILE_NAME).write_bytes(kept)
    assert read_settings(tmp_path) == Settings()


@pytest.mark.parametrize(
    ("key", "broken"),
    [
        ("record_folder", 3),
        ("record_folder", "a\0b"),
        ("theme", "pink"),
        ("theme", ["dark"]),
        ("text_scale", 79),
        ("text_scale", 201),
        ("text_scale", True),
        ("text_scale", "100"),
        ("text_scale", 1e400),
        ("threshold", None),
        ("lock_minutes", 0),
        ("lock_minutes", 16),
        ("lock_minutes", 7.5),
    ],
)
def test_a_broken_key_is_the_default_and_the_others_stay(tmp_path, key, broken):
    (tmp_path / FILE_NAME).write_text(json.dumps(asdict(OWN) | {key: broken, "new_key": 1}))
    expected = asdict(OWN) | {key: getattr(Settings(), key)}
    assert asdict(read_settings(tmp_path)) == expected


@examples(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from([f.name for f in fields(Settings)]) | st.text(),
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.none()),
    )
)
def test_any_file_is_read_as_something_allowed(tmp_path, kept):
    (tmp_path / FILE_NAME).write_text(json.dumps(kept), encoding="utf-8")
    read = read_settings(tmp_path)
    assert 80 <= read.text_scale <= 200
    assert 1 <= read.lock_minutes <= 15
    assert read.theme in ("system", "light", "dark", "high_contrast")


def test_a_write_that_fails_leaves_the_old_file_and_no_litter(tmp_path, monkeypatch):
    write_settings(OWN, tmp_path)

    def full(*arguments, **more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(settings.json, "dump", full)
    with pytest.raises(OSError, match="No space"):
        write_settings(Settings(), tmp_path)
    assert read_settings(tmp_path) == OWN
    assert [p.name for p in tmp_path.iterdir()] == [FILE_NAME]


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FileExistsError):
        write_settings(OWN, tmp_path / "file")


def test_the_record_lies_where_it_was_chosen_else_in_the_user_s_data(home):
    assert chosen_folder() == default_record_folder()
    write_settings(OWN, settings_folder())
    assert str(chosen_folder()) == OWN.record_folder
    places = {default_record_folder(), demo_folder(), log_folder(), settings_folder()}
    assert len(places) == 4
    assert all(home in place.parents for place in places)

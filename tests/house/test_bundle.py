import sys

import pytest

from ims_notes import bundle


def test_checkout_holds_resources_and_migrations():
    assert bundle.resource().is_dir()
    assert bundle.migrations().is_dir()


def test_parts_name_a_place_below_resources():
    assert bundle.resource("catalogue", "muscles.toml").parts[-3:] == (
        "resources",
        "catalogue",
        "muscles.toml",
    )


@pytest.mark.parametrize(
    "part",
    ["/etc/passwd", "..", "../secret", "icons/../../secret", "..\\secret", "C:\\x", "C:x", "\\x"],
)
def test_nothing_outside_resources_can_be_named(part):
    with pytest.raises(ValueError, match="below resources"):
        bundle.resource("icons", part)


def test_wheel_carries_both_inside_the_package(tmp_path, monkeypatch):
    (tmp_path / "ims_notes" / "_bundled").mkdir(parents=True)
    monkeypatch.setattr(bundle, "__file__", str(tmp_path / "ims_notes" / "bundle.py"))

    assert bundle.migrations() == tmp_path.resolve() / "ims_notes" / "_bundled" / "migrations"


def test_frozen_program_looks_where_it_was_unpacked(tmp_path, monkeypatch):
    (tmp_path / "ims_notes" / "_bundled").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)

    assert bundle.resource("i18n") == tmp_path / "ims_notes" / "_bundled" / "resources" / "i18n"

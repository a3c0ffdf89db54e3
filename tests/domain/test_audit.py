"""The audit's words: each deed is of one kind, and no word ever changes its meaning."""

import ast

import pytest

from ims_notes.domain.audit import DEEDS, Deed, DeedKind
from tests.house.sources import ROOT


@pytest.mark.parametrize("deed", Deed)
def test_every_deed_is_of_one_kind(deed):
    assert [kind for kind, deeds in DEEDS.items() if deed in deeds] == [deed.kind]


def test_every_kind_has_deeds():
    assert set(DEEDS) == set(DeedKind)
    assert all(DEEDS.values())


def test_what_stands_in_records_already_keeps_its_word():
    old = {
        *("record.begun", "patient.added", "patient.changed", "practitioner.kept"),
        *("episode.opened", "episode.changed", "episode.discharged", "episode.reopened"),
        *("note.begun", "note.draft_deleted", "note.draft_put_back", "note.signed"),
        *("note.amended", "clinic.changed"),
    }
    assert old <= set(Deed)


def test_the_audit_tells_of_nothing_that_has_no_name():
    found = {}
    for file in (ROOT / "ims_notes").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            for word in literal_deeds(node):
                found[word] = file.name
    assert {word: where for word, where in found.items() if word not in set(Deed)} == {}


def literal_deeds(node):
    """Yield the words handed to the audit as they stand in the source."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute | ast.Name):
        return
    name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
    given = [k.value for k in node.keywords if k.arg == "deed"]
    if name == "record" and "audit" in ast.unparse(node.func):
        given += node.args[:1]
    yield from (each.value for each in given if isinstance(each, ast.Constant))

"""Words: translated, filled by name, phrased for every code, announced."""

import subprocess
import sys

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from ims_notes.domain.errors import RecordUnavailable, Rule, RuleBroken, Trouble
from ims_notes.ui import phrases
from ims_notes.ui.announcer import Announcer
from ims_notes.ui.translation import tr, tr_count


class Shouting(QTranslator):
    def translate(self, context, text, disambiguation=None, n=-1):
        return {"Saved {time}": "{time} GUARDADO", "{n} drafts": "{n} {unknown} BORRADORES"}.get(
            text, ""
        )

    def isEmpty(self):
        return False


@pytest.fixture
def shouting(qapp):
    translator = Shouting()
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


def test_placeholders_are_filled_after_translation(shouting):
    assert tr("Session", "Saved {time}", time="14:32") == "14:32 GUARDADO"


def test_a_placeholder_that_only_a_translation_has_stays_readable(shouting):
    assert tr_count("Today", one="{n} draft", many="{n} drafts", n=2) == "2 {unknown} BORRADORES"


def test_what_is_filled_in_is_never_read_as_a_placeholder(qapp):
    assert tr("X", "Name {name}", name="{0} {name} {name.__class__}").endswith("__class__}")


@pytest.mark.parametrize(("n", "words"), [(0, "0 drafts"), (1, "1 draft"), (2, "2 drafts")])
def test_counts_are_phrased(qapp, n, words):
    assert tr_count("Today", one="{n} draft", many="{n} drafts", n=n) == words


def test_words_are_there_without_an_application():
    code = "from ims_notes.ui.translation import tr; print(tr('A', 'Born {x}', x=3))"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stdout == "Born 3\n"


@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_has_its_own_sentence(qapp, trouble):
    words = phrases.sentence(RecordUnavailable(trouble))
    assert words.endswith(".")
    assert sum(text == words for text in phrases.TROUBLES.values()) == 1


@pytest.mark.parametrize("rule", Rule)
def test_every_rule_has_its_own_sentence(qapp, rule):
    words = phrases.sentence(RuleBroken(rule))
    assert words.endswith(".")
    assert sum(text == words for text in phrases.RULES.values()) == 1


def test_anything_else_is_phrased_too(qapp):
    assert phrases.sentence(ValueError("patient text")).endswith("in the record.")


def test_an_unavailable_record_becomes_a_serious_notice(qtbot):
    announcer = Announcer()
    with qtbot.waitSignal(announcer.noticed) as told:
        announcer.explain(RecordUnavailable(Trouble.DISK_FULL))
    assert told.args[0].kind == "danger"
    with qtbot.waitSignal(announcer.noticed) as told:
        announcer.explain(RuleBroken(Rule.NAME_MISSING))
    assert told.args[0].kind == "attention"


def test_changes_are_passed_on_as_they_are(qtbot):
    announcer, changes = Announcer(), object()
    with qtbot.waitSignal(announcer.changed) as told:
        announcer.tell(changes)
    assert told.args == [changes]

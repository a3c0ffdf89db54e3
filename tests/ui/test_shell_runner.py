"""Work leaves the window's thread and comes back in order, to whoever still wants it."""

import sys
import threading

import pytest
import shiboken6
from PySide6.QtCore import QObject

from ims_notes.domain.errors import RecordUnavailable, Rule, RuleBroken, Trouble
from ims_notes.ui.runner import InPlaceRunner, Runner


@pytest.fixture
def runner(qapp):
    made = Runner()
    yield made
    made.shutdown()


def test_work_runs_elsewhere_and_its_result_arrives_here(qtbot, runner):
    came = []
    runner.submit(
        threading.get_ident, done=lambda there: came.append((there, threading.get_ident()))
    )
    qtbot.waitUntil(lambda: bool(came))
    there, here = came[0]
    assert here == threading.get_ident() != there


def test_each_lane_has_one_thread_and_keeps_the_order(qtbot, runner):
    done = []
    threads = set()

    def job(number):
        threads.add(threading.get_ident())
        return number

    for number in range(50):
        runner.submit(lambda number=number: job(number), done=done.append, lane="write")
    qtbot.waitUntil(lambda: len(done) == 50)
    assert done == list(range(50))
    assert len(threads) == 1


def test_reading_does_not_wait_behind_writing(qtbot, runner):
    written, gate = [], threading.Event()
    read = []
    runner.submit(lambda: gate.wait(5), done=written.append, lane="write")
    runner.submit(lambda: "found", done=read.append)
    qtbot.waitUntil(lambda: read == ["found"])
    assert not written
    gate.set()
    qtbot.waitUntil(lambda: written == [True])


@pytest.mark.parametrize(
    "problem", [RuleBroken(Rule.NAME_MISSING), RecordUnavailable(Trouble.DISK_FULL)]
)
def test_what_the_therapist_can_mend_reaches_failed_only(qtbot, runner, problem, monkeypatch):
    crashes, failures = [], []
    monkeypatch.setattr(sys, "excepthook", lambda *facts: crashes.append(facts))

    def work():
        raise problem

    runner.submit(work, failed=failures.append)
    qtbot.waitUntil(lambda: failures == [problem])
    assert not crashes


def test_a_bug_reaches_the_crash_hook_and_wakes_the_page(qtbot, runner, monkeypatch):
    crashes, failures = [], []
    monkeypatch.setattr(sys, "excepthook", lambda *facts: crashes.append(facts))
    runner.submit(lambda: 1 // 0, failed=failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert crashes[0][0] is ZeroDivisionError
    assert crashes[0][2] is not None


def test_a_result_for_a_page_that_is_gone_is_dropped(qtbot, runner):
    owner, came, gate = QObject(), [], threading.Event()
    runner.submit(lambda: gate.wait(5), done=came.append, owner=owner)
    shiboken6.delete(owner)
    gate.set()
    runner.submit(lambda: "after", done=came.append)
    qtbot.waitUntil(lambda: came == ["after"])


def test_only_the_latest_search_of_a_page_is_answered(qtbot, runner):
    owner, gate = QObject(), threading.Event()
    started, came = [], []
    runner.submit(lambda: gate.wait(5))

    def search(text):
        started.append(text)
        return text

    for text in ("m", "ma", "mar"):
        runner.submit(
            lambda text=text: search(text), done=came.append, owner=owner, latest="search"
        )
    gate.set()
    qtbot.waitUntil(lambda: came == ["mar"])
    assert started == ["mar"]


def test_draining_writes_everything_and_delivers_it(runner):
    done = []

    def again(result):
        done.append(result)
        if result < 3:
            runner.submit(lambda: result + 1, done=again, lane="write")

    runner.submit(lambda: 1, done=again, lane="write")
    runner.drain()
    assert done == [1, 2, 3]


def test_shutdown_finishes_writing(qapp):
    runner, written = Runner(), []
    for number in range(20):
        runner.submit(lambda number=number: written.append(number), lane="write")
    runner.shutdown()
    assert written == list(range(20))


def test_in_place_answers_before_it_returns():
    came, problem = [], RuleBroken(Rule.NAME_MISSING)

    def refuse():
        raise problem

    runner = InPlaceRunner()
    runner.submit(lambda: 4, done=came.append, owner=None, lane="write")
    runner.submit(refuse, failed=came.append)
    assert came == [4, problem]
    with pytest.raises(ZeroDivisionError):
        runner.submit(lambda: 1 // 0, failed=came.append)

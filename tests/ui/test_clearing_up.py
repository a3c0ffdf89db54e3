import gc
import threading

import pytest
from PySide6.QtCore import QObject

from ims_notes.ui.clearing_up import ClearingUp, oldest_due


@pytest.mark.parametrize(
    ("counts", "limits", "generation"),
    [
        ((700, 0, 0), (700, 10, 10), None),
        ((701, 0, 0), (700, 10, 10), 0),
        ((701, 11, 0), (700, 10, 10), 1),
        ((5, 11, 11), (700, 10, 10), 2),
        ((9_000, 5, 90), (2_000, 10, 0), 0),
        ((9_000, 9_000, 9_000), (0, 0, 0), None),
    ],
)
def test_the_oldest_generation_that_is_full_is_cleared(counts, limits, generation):
    assert oldest_due(counts, limits) == generation


@pytest.fixture
def own_gc():
    yield
    gc.enable()


def test_rubbish_with_a_part_of_qt_goes_on_the_window_s_thread_and_on_no_other(qtbot, own_gc):
    owner, freed_in = QObject(), []
    clearing = ClearingUp(owner)
    throw_away(freed_in)
    worker = threading.Thread(target=ask_for_memory)
    worker.start()
    worker.join()
    assert freed_in == []
    held = ask_for_memory()
    clearing.look()
    assert held
    assert freed_in == [threading.main_thread()]


def throw_away(freed_in):
    class Thing(QObject):
        def __del__(self):
            freed_in.append(threading.current_thread())

    thing = Thing()
    thing.myself = thing


def ask_for_memory():
    return [[] for _ in range(20 * gc.get_threshold()[0])]

import logging
import os
import stat
import sys
import threading

import pytest

from ims_notes import log

SECRET = "Nakamura, Aiko"
LOGGER = logging.getLogger("ims_notes.test")


@pytest.fixture
def written(tmp_path):
    """Read what the log has written so far."""
    log.start_log(tmp_path)
    yield lambda: (tmp_path / "ims-notes.log").read_text(encoding="utf-8")
    log.stop_log()


@pytest.fixture
def hooks(monkeypatch):
    """Put Python's hooks back after the test."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)


def _fail_over(patient):
    try:
        raise KeyError(patient)
    except KeyError as cause:
        raise ValueError(f"cannot read {patient}") from cause


def _error():
    try:
        _fail_over(SECRET)
    except ValueError as error:
        return error


def test_numbers_are_logged_and_texts_are_not(written):
    LOGGER.warning("backup of %s took %.1f s", SECRET, 1.25)

    assert "backup of <str> took 1.2 s" in written()
    assert "Nakamura" not in written()


def test_any_odd_message_is_kept_out(written, monkeypatch):
    # pytest's own handler would stumble over them.
    monkeypatch.setattr(logging.getLogger("ims_notes"), "propagate", False)
    LOGGER.warning(ValueError(SECRET))
    LOGGER.warning("%d", SECRET)
    LOGGER.warning("%(name_of_patient)s", {"name_of_patient": SECRET})

    assert "<ValueError>" in written()
    assert "Nakamura" not in written()


def test_logged_error_shows_its_type_and_place_only(written):
    LOGGER.error("reading failed", exc_info=_error())

    assert "ValueError" in written()
    assert "KeyError" in written()
    assert "_fail_over" in written()
    assert "Nakamura" not in written()


def test_crash_report_names_files_without_the_home_folder():
    report = log.crash_report(_error())

    assert "tests/house/test_log.py:" in report
    assert os.path.expanduser("~") not in report
    assert os.getcwd() not in report
    assert "Nakamura" not in report


def test_uncaught_error_is_shown_and_logged_without_its_message(written, hooks, capsys):
    shown = []
    log.install_crash_hook(shown.append)
    error = _error()

    sys.excepthook(type(error), error, error.__traceback__)

    assert "ValueError" in shown[0]
    assert "uncaught error" in written()
    assert "Nakamura" not in shown[0] + written() + "".join(capsys.readouterr())


def test_uncaught_error_on_a_thread_is_shown_too(hooks):
    shown = []
    log.install_crash_hook(shown.append)
    worker = threading.Thread(target=_fail_over, args=(SECRET,))

    worker.start()
    worker.join()

    assert "_fail_over" in shown[0]
    assert "Nakamura" not in shown[0]


def test_failing_crash_dialog_is_logged_and_goes_no_further(written, hooks):
    def show(_report):
        raise RuntimeError(SECRET)

    log.install_crash_hook(show)
    sys.excepthook(ValueError, ValueError(SECRET), None)

    assert "could not be shown" in written()
    assert "Nakamura" not in written()


def test_interrupting_is_no_crash(hooks):
    shown = []
    log.install_crash_hook(shown.append)

    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)

    assert shown == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no owner bits")
def test_only_the_owner_reads_the_log(tmp_path, written):
    LOGGER.warning("hello")

    assert stat.S_IMODE((tmp_path / "ims-notes.log").stat().st_mode) == 0o600


def test_log_that_cannot_be_written_stops_nothing(tmp_path, capsys):
    log.start_log(tmp_path / "missing")
    LOGGER.warning("hello")
    log.stop_log()

    assert not (tmp_path / "missing").exists()
    assert capsys.readouterr().err == ""


def test_log_never_grows_beyond_five_files(tmp_path, written):
    for _ in range(3000):
        LOGGER.warning("a line that is repeated until the log has turned over more than once " * 10)

    sizes = [file.stat().st_size for file in tmp_path.iterdir() if file.name.startswith("ims-")]
    assert len(sizes) == 5
    assert max(sizes) <= 256 * 1024

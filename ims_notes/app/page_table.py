"""The one table of pages: which page stands at which place, made at its first visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ims_notes.app import knowledge, pages
from ims_notes.ui.navigator import PlaceName

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from ims_notes.app.desk import Desk
    from ims_notes.app.window import Shell


def make(name: PlaceName, shell: Shell) -> QWidget:
    """Make the page of a place."""
    return _PAGES[name](shell)


def _desk(shell: Shell) -> Desk:
    if shell.desk is None:
        raise LookupError("a page of the record was asked for before a record was opened")
    return shell.desk


def _first_start(shell: Shell) -> QWidget:
    from ims_notes.ui.pages.first_start.asks import FirstStartAsks
    from ims_notes.ui.pages.first_start.page import FirstStartPage

    asks = FirstStartAsks(
        create=shell.create_record,
        open_demo=shell.open_demo,
        opened=shell.show_record,
        default_folder=shell.default_folder(),
    )
    return FirstStartPage(runner=shell.runner, asks=asks)


def _today(shell: Shell) -> QWidget:
    from ims_notes.ui.pages.today.page import TodayPage

    return TodayPage(
        navigator=shell.navigator,
        announcer=shell.announcer,
        runner=shell.runner,
        asks=pages.today_asks(_desk(shell)),
    )


def _patient(shell: Shell) -> QWidget:
    from ims_notes.ui.pages.patient import PatientPage

    return PatientPage(
        navigator=shell.navigator,
        announcer=shell.announcer,
        runner=shell.runner,
        catalogue=knowledge.rulebook().catalogue,
        thresholds=knowledge.thresholds(),
        deeds=pages.patient_deeds(_desk(shell), shell),
    )


_PAGES: dict[PlaceName, Callable[[Shell], QWidget]] = {
    PlaceName.FIRST_START: _first_start,
    PlaceName.TODAY: _today,
    PlaceName.PATIENT: _patient,
}

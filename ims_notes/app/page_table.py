"""The one table of pages: which page stands at which place, made at its first visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ims_notes import __version__
from ims_notes.app import knowledge, pages
from ims_notes.app.sample_note import sample_text
from ims_notes.domain.clinic import Wording
from ims_notes.ui.actions import ACTIONS
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
    from ims_notes.app.unlocking import rated
    from ims_notes.services.choose_passphrase import offer_words
    from ims_notes.ui.pages.first_start.asks import FirstStartAsks
    from ims_notes.ui.pages.first_start.page import FirstStartPage

    asks = FirstStartAsks(
        create=shell.create_record,
        open_demo=shell.open_demo,
        opened=shell.show_record,
        strength=rated,
        offer_words=offer_words,
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


def _session(shell: Shell) -> QWidget:
    from ims_notes.ui.pages.session.page import SessionPage

    return SessionPage(
        navigator=shell.navigator,
        announcer=shell.announcer,
        runner=shell.runner,
        deeds=pages.session_deeds(_desk(shell)),
    )


def _settings(shell: Shell) -> QWidget:
    from ims_notes.ui.pages.settings.deeds import Wordings
    from ims_notes.ui.pages.settings.page import SettingsPage

    return SettingsPage(
        announcer=shell.announcer,
        runner=shell.runner,
        catalogue=knowledge.rulebook().catalogue,
        wordings=Wordings(
            built_in={wording: knowledge.wordings()[wording.value] for wording in Wording},
            preview=sample_text,
        ),
        deeds=pages.settings_deeds(_desk(shell), shell),
    )


def _about(shell: Shell) -> QWidget:
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    from ims_notes.ui.pages.about import AboutPage

    return AboutPage(
        version=__version__,
        actions=ACTIONS,
        announcer=shell.announcer,
        record_folder=lambda: shell.desk.folder if shell.desk else None,
        is_encrypted=lambda: shell.desk.record.is_encrypted if shell.desk else None,
        open_folder=lambda folder: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))),
    )


def _audit(shell: Shell) -> QWidget:
    from ims_notes.app.audit_page import audit_asks
    from ims_notes.ui.pages.audit.page import AuditPage

    return AuditPage(
        navigator=shell.navigator,
        announcer=shell.announcer,
        runner=shell.runner,
        asks=audit_asks(_desk(shell)),
    )


def _safety(shell: Shell) -> QWidget:
    from ims_notes.app.backup_asks import backups_card
    from ims_notes.app.checking_asks import checking_asks
    from ims_notes.app.safety_asks import safety_asks
    from ims_notes.ui.pages.safety.checking_card import CheckingCard
    from ims_notes.ui.pages.safety.page import SafetyPage

    desk = _desk(shell)
    checking = CheckingCard(
        runner=shell.runner, announcer=shell.announcer, asks=checking_asks(desk)
    )
    return SafetyPage(
        navigator=shell.navigator,
        announcer=shell.announcer,
        runner=shell.runner,
        asks=safety_asks(desk, shell),
        cards={"backups": backups_card(shell, desk), "check": checking},
    )


def _restore(shell: Shell) -> QWidget:
    from ims_notes.app.restore_asks import restore_asks
    from ims_notes.ui.pages.restore.page import RestorePage

    return RestorePage(announcer=shell.announcer, runner=shell.runner, asks=restore_asks(shell))


_PAGES: dict[PlaceName, Callable[[Shell], QWidget]] = {
    PlaceName.FIRST_START: _first_start,
    PlaceName.TODAY: _today,
    PlaceName.PATIENT: _patient,
    PlaceName.SESSION: _session,
    PlaceName.SETTINGS: _settings,
    PlaceName.ABOUT: _about,
    PlaceName.AUDIT: _audit,
    PlaceName.SAFETY: _safety,
    PlaceName.RESTORE: _restore,
}

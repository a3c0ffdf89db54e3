"""Where the legal note lives: two choices with a sentence each."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from ims_notes.domain.clinic import LegalHome
from ims_notes.ui import theme
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.reflow import Reflow


class LegalHomes(QWidget):
    """Here, or in another system; side by side where there is room."""

    def __init__(self) -> None:
        """Offer both, with the record as the legal one."""
        super().__init__()
        self._group = QButtonGroup(self)
        self._choices: dict[LegalHome, QRadioButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(self, 0.5))
        question = tr("FirstStart", "Where does the legal note live? You can change this later.")
        column.addWidget(theme.label(question, role="caption", wrap=True))
        parts = [self._choice(home, title, what=what) for home, title, what in _homes()]
        choices = Reflow(parts, narrowest=34, stretches=(1, 1))
        choices.set_gaps(2, 0.5)
        column.addWidget(choices)
        self._choices[LegalHome.LEGAL_RECORD].setChecked(True)

    @property
    def chosen(self) -> LegalHome:
        """The choice made."""
        return next(home for home, choice in self._choices.items() if choice.isChecked())

    def _choice(self, home: LegalHome, title: str, *, what: str) -> QWidget:
        choice = QRadioButton(title)
        choice.setObjectName(f"legal_home_{home.value}")
        choice.setAccessibleName(title)
        choice.setAccessibleDescription(what)
        self._group.addButton(choice)
        self._choices[home] = choice
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(choice)
        line = QHBoxLayout()
        line.setContentsMargins(theme.space(self, 3), 0, 0, 0)
        line.addWidget(theme.label(what, role="caption", wrap=True))
        column.addLayout(line)
        return both


def _homes() -> tuple[tuple[LegalHome, str, str], ...]:
    return (
        (
            LegalHome.LEGAL_RECORD,
            tr("FirstStart", "Here: this is my record"),
            tr("FirstStart", "Signing asks for everything that a complete note needs."),
        ),
        (
            LegalHome.COMPANION,
            tr("FirstStart", "Elsewhere: as a companion"),
            tr(
                "FirstStart",
                "My legal note lives in another system; signing hands me the text to paste there.",
            ),
        ),
    )

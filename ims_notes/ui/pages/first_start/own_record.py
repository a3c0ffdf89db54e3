"""The form for a record of one's own: who works in it, where it lives, what it is for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ims_notes.domain.clinic import LegalHome
from ims_notes.domain.errors import RecordUnavailable, RuleBroken
from ims_notes.ui import folders, icons, theme
from ims_notes.ui.pages.first_start.asks import NewRecord
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.field import Field

if TYPE_CHECKING:
    from ims_notes.ui.pages.first_start.asks import FirstStartAsks


class OwnRecord(Card):
    """The form for a record of one's own."""

    submitted = Signal(object)

    def __init__(self, asks: FirstStartAsks) -> None:
        """Lay the form out with the usual folder."""
        super().__init__(tr("FirstStart", "Create my record"))
        self._asks = asks
        self._name = _field("practitioner_name", tr("FirstStart", "Your name"))
        self._credentials = _field("credentials", tr("FirstStart", "Credentials (optional)"))
        self._registration = _field(
            "registration", tr("FirstStart", "Registration number (optional)")
        )
        self._folder = _field("record_folder", tr("FirstStart", "Where the record lives"))
        self._folder.line.textChanged.connect(self._warn_of_folder)
        self._folder.text = str(asks.default_folder)
        self._change = QPushButton(
            icons.icon("folder"), tr("FirstStart", "Choose another folder …")
        )
        self._change.setObjectName("choose_folder")
        self._change.setAccessibleName(self._change.text())
        self._homes = _LegalHomes()
        self._foot = theme.label(role="danger", wrap=True)
        self._foot.setObjectName("first_start_foot")
        self._foot.hide()
        self._create = QPushButton(tr("FirstStart", "Create my record"))
        self._create.setObjectName("create_record")
        self._create.setAccessibleName(self._create.text())
        theme.mark(self._create, "primary")
        self._lay_out()
        self._connect()

    def take_focus(self) -> None:
        """Let typing begin with the name."""
        self._name.editor.setFocus()

    def explain(self, problem: Exception) -> None:
        """Say what went wrong at the field where it went wrong."""
        if isinstance(problem, RecordUnavailable):
            field: Field | None = self._folder
        else:
            fields = {
                "name": self._name,
                "credentials": self._credentials,
                "registration": self._registration,
            }
            field = fields.get(problem.field or "") if isinstance(problem, RuleBroken) else None
        if field is None:
            self._foot.setText(sentence(problem))
            self._foot.show()
            return
        field.say(sentence(problem))
        field.editor.setFocus()

    def _lay_out(self) -> None:
        step = theme.space(self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * step)
        grid.setVerticalSpacing(step)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self._name, 0, 0, 1, 2)
        grid.addWidget(self._credentials, 1, 0, top)
        grid.addWidget(self._registration, 1, 1, top)
        grid.addWidget(self._folder, 2, 0, 1, 2)
        self.body.addLayout(grid)
        self.body.addWidget(self._change, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addSpacing(step)
        self.body.addWidget(self._homes)
        self.body.addWidget(self._foot)
        self.body.addSpacing(step)
        self.body.addWidget(self._create, alignment=Qt.AlignmentFlag.AlignLeft)

    def _connect(self) -> None:
        for field in (self._name, self._credentials, self._registration, self._folder):
            field.line.returnPressed.connect(self._on_create)
        self._name.line.textChanged.connect(self._name.clear_note)
        self._create.clicked.connect(self._on_create)
        self._change.clicked.connect(self._on_change)

    def _on_change(self) -> None:
        chosen = self._asks.choose_folder(self, self._folder.text)
        if chosen:
            self._folder.text = str(Path(chosen))

    def _warn_of_folder(self, folder: str) -> None:
        program = folders.synced_by(folder)
        if program:
            words = tr(
                "FirstStart",
                "This folder is synchronised by {program}, which can damage an open record and "
                "takes it off this computer. Better choose another.",
                program=program,
            )
            self._folder.say(words, role="attention")
        elif folders.is_on_network(folder):
            words = tr(
                "FirstStart",
                "This folder lies on another computer. A record is only safe on this one.",
            )
            self._folder.say(words, role="attention")
        else:
            words = tr("FirstStart", "On this computer only. Nothing is sent anywhere.")
            self._folder.say(words, role="caption")

    def _on_create(self) -> None:
        if not self._name.text.strip():
            self._name.say(tr("FirstStart", "Write your name as it is to stand under a note."))
            self._name.editor.setFocus()
            return
        folder = self._folder.text.strip()
        if not folder or not Path(folder).is_absolute():
            self._folder.say(tr("FirstStart", "Write the whole way to a folder, or choose one."))
            self._folder.editor.setFocus()
            return
        self._foot.hide()
        self.submitted.emit(
            NewRecord(
                name=self._name.text,
                credentials=self._credentials.text,
                registration=self._registration.text,
                folder=Path(folder),
                legal_home=self._homes.chosen,
            )
        )


class _LegalHomes(QWidget):
    """Where the legal note lives: two choices with a sentence each."""

    def __init__(self) -> None:
        super().__init__()
        step = theme.space(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(step // 2)
        column.addWidget(theme.label(tr("FirstStart", "Where does the legal note live?")))
        self._group = QButtonGroup(self)
        self._choices: dict[LegalHome, QRadioButton] = {}
        for home, title, what in _homes():
            choice = QRadioButton(title)
            choice.setObjectName(f"legal_home_{home.value}")
            choice.setAccessibleName(title)
            choice.setAccessibleDescription(what)
            self._group.addButton(choice)
            self._choices[home] = choice
            column.addWidget(choice)
            line = QHBoxLayout()
            line.setContentsMargins(3 * step, 0, 0, step // 2)
            line.addWidget(theme.label(what, role="muted", wrap=True))
            column.addLayout(line)
        self._choices[LegalHome.LEGAL_RECORD].setChecked(True)
        column.addWidget(
            theme.label(tr("FirstStart", "You can change this later."), role="caption")
        )

    @property
    def chosen(self) -> LegalHome:
        """The choice made."""
        return next(home for home, choice in self._choices.items() if choice.isChecked())


def _homes() -> tuple[tuple[LegalHome, str, str], ...]:
    return (
        (
            LegalHome.LEGAL_RECORD,
            tr("FirstStart", "Here: this is my record"),
            tr("FirstStart", "Signing asks for everything that a complete note needs."),
        ),
        (
            LegalHome.COMPANION,
            tr("FirstStart", "Elsewhere: IMS Notes is a companion"),
            tr(
                "FirstStart",
                "My legal note lives in another system; signing hands me the text to paste there.",
            ),
        ),
    )


def _field(name: str, caption: str) -> Field:
    return Field(caption, QLineEdit(), name=name)

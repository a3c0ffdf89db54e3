"""The form for a record of one's own: who works in it, what opens it, where it lives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
)

from ims_notes.domain.errors import RecordUnavailable, RuleBroken
from ims_notes.ui import folders, icons, theme
from ims_notes.ui.pages.first_start.asks import NewRecord
from ims_notes.ui.pages.first_start.keeping import Keeping
from ims_notes.ui.pages.first_start.legal_homes import LegalHomes
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.field import Field

if TYPE_CHECKING:
    from ims_notes.ui.pages.first_start.asks import FirstStartAsks
    from ims_notes.ui.runner import Runs


class OwnRecord(Card):
    """The form for a record of one's own."""

    submitted = Signal(object)

    def __init__(self, *, runner: Runs, asks: FirstStartAsks) -> None:
        """Lay the form out with the usual folder."""
        super().__init__(tr("FirstStart", "Create my record"))
        self._asks = asks
        self._name = _field("practitioner_name", tr("FirstStart", "Your name"))
        self._keeping = Keeping(runner=runner, asks=asks)
        self._credentials = _field("credentials", tr("FirstStart", "Credentials (optional)"))
        self._registration = _field(
            "registration", tr("FirstStart", "Registration number (optional)")
        )
        self._folder = _field("record_folder", tr("FirstStart", "Where the record lives"))
        self._folder.line.textChanged.connect(self._warn_of_folder)
        self._folder.text = str(asks.default_folder)
        self._change = QPushButton(icons.icon("folder"), tr("FirstStart", "Choose …"))
        self._change.setObjectName("choose_folder")
        self._change.setAccessibleName(tr("FirstStart", "Choose another folder"))
        self._homes = LegalHomes()
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

    def forget(self) -> None:
        """Take the passphrase away after it was used."""
        self._keeping.forget()

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
        if isinstance(problem, RuleBroken) and problem.field in {"passphrase", "repeat"}:
            self._keeping.explain(problem)
            return
        if field is None:
            self._foot.setText(sentence(problem))
            self._foot.show()
            return
        field.say(sentence(problem))
        field.editor.setFocus()

    def _lay_out(self) -> None:
        step = theme.space(self)
        folder = QHBoxLayout()
        folder.setSpacing(theme.space(self, 0.5))
        self._folder.column.removeWidget(self._folder.editor)
        folder.addWidget(self._folder.editor, 1)
        folder.addWidget(self._change)
        self._folder.column.insertLayout(1, folder)
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * step)
        grid.setVerticalSpacing(step)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self._name, 0, 0, 1, 2)
        grid.addWidget(self._keeping, 1, 0, 1, 2)
        grid.addWidget(self._credentials, 2, 0, top)
        grid.addWidget(self._registration, 2, 1, top)
        grid.addWidget(self._folder, 3, 0, 1, 2)
        grid.addWidget(self._homes, 4, 0, 1, 2)
        self.body.addLayout(grid)
        self.body.addWidget(self._foot)
        self.body.addSpacing(step // 2)
        self.body.addWidget(self._create, alignment=Qt.AlignmentFlag.AlignLeft)

    def _connect(self) -> None:
        self._name.line.returnPressed.connect(self._on_name_entered)
        for field in (self._credentials, self._registration, self._folder):
            field.line.returnPressed.connect(self._on_create)
        self._name.line.textChanged.connect(self._on_name)
        self._keeping.chosen.connect(self._on_chosen)
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

    def _on_name(self, name: str) -> None:
        self._name.clear_note()
        self._keeping.set_name(name)

    def _on_name_entered(self) -> None:
        if not self._is_whole() or not self._keeping.take_focus():
            self._on_create()

    def _on_create(self) -> None:
        if self._is_whole():
            self._keeping.choose()

    def _is_whole(self) -> bool:
        """Tell whether name and folder are there; what is missing is said at its field."""
        if not self._name.text.strip():
            self._name.say(tr("FirstStart", "Write your name as it is to stand under a note."))
            self._name.editor.setFocus()
            return False
        folder = self._folder.text.strip()
        if not folder or not Path(folder).is_absolute():
            self._folder.say(tr("FirstStart", "Write the whole way to a folder, or choose one."))
            self._folder.editor.setFocus()
            return False
        self._foot.hide()
        return True

    def _on_chosen(self, passphrase: str | None) -> None:
        # Enter in the passphrase's own fields comes here without the button.
        if not self._is_whole():
            return
        self.submitted.emit(
            NewRecord(
                name=self._name.text,
                credentials=self._credentials.text,
                registration=self._registration.text,
                folder=Path(self._folder.text.strip()),
                legal_home=self._homes.chosen,
                passphrase=passphrase,
            )
        )


def _field(name: str, caption: str) -> Field:
    return Field(caption, QLineEdit(), name=name)

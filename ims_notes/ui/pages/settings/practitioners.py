"""Who works in the clinic, and who is at work in this record on this computer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QPushButton

from ims_notes.domain.errors import RuleBroken
from ims_notes.domain.ids import PractitionerId
from ims_notes.domain.practitioners import Practitioner
from ims_notes.ui import theme
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.flow import Flow
from ims_notes.ui.widgets.rows import make_roomy
from ims_notes.ui.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Callable

    from ims_notes.services.keep_clinic import ClinicSettings

NOBODY: Final = Practitioner(id=PractitionerId(UUID(int=0)), name="")
"""The practitioner of an empty form; adding gives them an identity."""


class PractitionersCard(Card):
    """A list and the form of the one marked.

    Signals:
        kept: a practitioner as typed, to be added or changed.
        at_work: the id of who is at work here from now on.
    """

    kept = Signal(object)
    at_work = Signal(object)

    def __init__(self) -> None:
        """Lay the card out."""
        super().__init__(tr("Settings", "Practitioners"))
        self.setObjectName("settings_practitioners")
        self._people: tuple[Practitioner, ...] = ()
        self._shown = NOBODY
        self._is_changed = False
        self._list = QListWidget()
        self._list.setObjectName("practitioners_list")
        self._list.setAccessibleName(tr("Settings", "Practitioners"))
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        make_roomy(self._list)
        self._fields = {
            "name": TextField("practitioner_name", tr("Settings", "Name")),
            "credentials": TextField(
                "practitioner_credentials", tr("Settings", "Credentials, as under a note")
            ),
            "registration": TextField(
                "practitioner_registration", tr("Settings", "Registration number")
            ),
        }
        self._active = QCheckBox(tr("Settings", "Works here at present"))
        self._active.setObjectName("practitioner_active")
        self._active.setAccessibleName(self._active.text())
        self._active.setAccessibleDescription(_what_leaving_means())
        self._lay_out()
        self._connect()

    @property
    def is_changed(self) -> bool:
        """Whether something was typed that is not kept yet."""
        return self._is_changed

    def show_settings(self, settings: ClinicSettings) -> None:
        """Show who works here; the one marked stays marked."""
        self._people = settings.practitioners
        marked = self._shown.id
        with QSignalBlocker(self._list):
            self._list.clear()
            for person in self._people:
                at_work = person.id == settings.clinic.practitioner_id
                self._list.addItem(_item(person, is_at_work=at_work))
        rows = [person.id for person in self._people]
        row = rows.index(marked) if marked in rows else 0
        if not self._is_changed:
            with QSignalBlocker(self._list):
                self._list.setCurrentRow(row)
            self._show(self._people[row] if self._people else NOBODY)

    def save(self) -> None:
        """Hand out what is typed, or say at the field why it cannot be kept.

        Raises:
            RuleBroken: no name, or a text too long.
        """
        texts: dict[str, Any] = {name: field.text for name, field in self._fields.items()}
        typed = replace(self._shown, active=self._active.isChecked(), **texts)
        try:
            typed.tidied()
        except RuleBroken as problem:
            self.refuse(problem)
            raise
        self.set_changed(False)
        self.kept.emit(typed)

    def refuse(self, problem: RuleBroken) -> None:
        """Say at the field why a practitioner cannot be kept."""
        field = self._fields.get(problem.field or "", self._fields["name"])
        missing = tr("Settings", "Write the practitioner's name.")
        field.refuse(missing if not self._fields["name"].text.strip() else sentence(problem))

    def set_changed(self, is_changed: bool = True) -> None:
        """Say whether there is something to save."""
        self._is_changed = is_changed
        self._unsaved.setVisible(is_changed)
        self._save.setEnabled(is_changed)

    def _lay_out(self) -> None:
        step = theme.space(self)
        words = tr("Settings", "A signed note keeps the name and credentials it was signed with.")
        self.body.addWidget(theme.label(words, role="muted", wrap=True))
        self._list.setFixedHeight(theme.space(self, 14))
        self.body.addWidget(self._list)
        above = Flow(gap=step)
        self._at_work = self._button("practitioner_at_work", tr("Settings", "At work here now"))
        self._add = self._button("practitioner_add", tr("Settings", "Add a practitioner"))
        for button in (self._at_work, self._add):
            above.addWidget(button)
        self.body.addLayout(above)
        for field in self._fields.values():
            self.body.addWidget(field)
        self.body.addWidget(self._active)
        self.body.addWidget(theme.label(_what_leaving_means(), role="caption", wrap=True))
        self._unsaved = theme.label(tr("Settings", "Not saved yet"), role="attention")
        self._save = self._button("practitioner_save", tr("Settings", "Save practitioner"))
        theme.mark(self._save, "primary")
        below = Flow(gap=step)
        below.addWidget(self._save)
        below.addWidget(self._unsaved)
        self.body.addLayout(below)
        self.body.addStretch(1)
        self.set_changed(False)

    def _button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setAccessibleName(words)
        return button

    def _connect(self) -> None:
        for field in self._fields.values():
            field.changed.connect(self.set_changed)
        self._active.clicked.connect(lambda: self.set_changed())
        self._list.currentRowChanged.connect(self._on_row)
        deeds: dict[QPushButton, Callable[[], None]] = {
            self._save: self._on_save,
            self._add: self._on_add,
            self._at_work: lambda: self.at_work.emit(self._shown.id),
        }
        for button, deed in deeds.items():
            button.clicked.connect(deed)

    def _show(self, person: Practitioner) -> None:
        self._shown = person
        for name, field in self._fields.items():
            field.show_text(getattr(person, name))
        self._active.setChecked(person.active)
        self._at_work.setEnabled(person != NOBODY)
        self.set_changed(False)

    def _on_row(self, row: int) -> None:
        if self._may_change_person() and 0 <= row < len(self._people):
            self._show(self._people[row])

    def _on_add(self) -> None:
        if self._may_change_person():
            self._show(NOBODY)
            self._fields["name"].edit.setFocus()

    def _may_change_person(self) -> bool:
        """Keep what was typed first; what cannot be kept stays in the form."""
        if self._is_changed:
            self._on_save()
        return not self._is_changed

    def _on_save(self) -> None:
        try:
            self.save()
        except RuleBroken:
            # It stands at the field; the mark returns to whom the form is about.
            rows = [person.id for person in self._people]
            if self._shown.id in rows:
                with QSignalBlocker(self._list):
                    self._list.setCurrentRow(rows.index(self._shown.id))


def _what_leaving_means() -> str:
    return tr(
        "Settings",
        "Who no longer works here can neither unlock nor sign, and their passphrase ends. "
        "What they signed stays.",
    )


def _item(person: Practitioner, *, is_at_work: bool) -> QListWidgetItem:
    words = person.signature
    if is_at_work:
        words = tr("Settings", "{name} · at work here now", name=words)
    elif not person.active:
        words = tr("Settings", "{name} · no longer here", name=words)
    item = QListWidgetItem(words)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
    return item

"""Adds a patient or changes one: a small form that knows who is in the record already.

`PatientForm` stands inside a page (Today adds with it); ``ask`` shows it in a window of its own,
for changing a patient's details.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ims_notes.domain.errors import RuleBroken
from ims_notes.domain.ids import PatientId
from ims_notes.domain.patients import Patient
from ims_notes.ui import theme
from ims_notes.ui.dialogs.room import Room, fit
from ims_notes.ui.models.patients_found import patient_line
from ims_notes.ui.phrases import sentence
from ims_notes.ui.plain import set_tip
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.born_field import BornField
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.field import Choice, Field
from ims_notes.ui.widgets.line_list import LineList
from ims_notes.ui.widgets.reflow import Reflow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from ims_notes.domain.catalogue import Region
    from ims_notes.services.keep_patient import PatientKept
    from ims_notes.services.ports.patients import PatientFound
    from ims_notes.ui.runner import Runs

_T = QT_TRANSLATE_NOOP

NOBODY: Final = Patient(id=PatientId(UUID(int=0)), family_name="")
"""The patient of an empty form; adding gives them an identity."""

# In the order of the tab key: object name is the field of Patient, or of the first complaint.
CAPTIONS: Final[Mapping[str, object]] = {
    "family_name": _T("PatientForm", "Family name"),
    "given_name": _T("PatientForm", "Given name"),
    "preferred_name": _T("PatientForm", "Preferred name"),
    "born": _T("PatientForm", "Date of birth"),
    "gender": _T("PatientForm", "Gender, in their own words"),
    "phone": _T("PatientForm", "Phone"),
    "email": _T("PatientForm", "E-mail"),
    "identifier": _T("PatientForm", "Identifier"),
    "referrer": _T("PatientForm", "Referred by"),
    "alerts": _T("PatientForm", "Alerts"),
    "region": _T("PatientForm", "Region of the first complaint"),
    "complaint": _T("PatientForm", "First complaint"),
}

_TELLS_WHO = ("family_name", "given_name", "born", "phone", "identifier")


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientTyped:
    """What the form holds: the patient and, when adding, the first complaint."""

    patient: Patient
    region: str = ""
    complaint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientAsks:
    """What the form asks of the services.

    Attributes:
        today: the day it is in the clinic.
        alike: likely duplicates of a patient (read lane).
        keep: adds or changes the patient (write lane).
        zone: IANA name of the clinic's zone, for the day of the last visit.
        regions: the catalogue's regions; none leaves the first complaint away.
    """

    today: Callable[[], date]
    alike: Callable[[Patient], Sequence[PatientFound]]
    keep: Callable[[PatientTyped], PatientKept]
    zone: str
    regions: tuple[Region, ...] = ()


def ask(
    parent: QWidget | None, *, asks: PatientAsks, runner: Runs, patient: Patient
) -> PatientKept | None:
    """Let the therapist change a patient's details; None when they thought better of it."""
    dialog = QDialog(parent)
    dialog.setObjectName("patient_dialog")
    dialog.setWindowTitle(tr("PatientForm", "IMS Notes"))
    form = PatientForm(asks=replace(asks, regions=()), runner=runner)
    kept: list[PatientKept] = []
    form.kept.connect(lambda result, _further: kept.append(result))
    form.kept.connect(dialog.accept)
    form.cancelled.connect(dialog.reject)
    QVBoxLayout(dialog).addWidget(Room(form))
    form.start(patient)
    fit(dialog, steps=84)
    dialog.exec()
    dialog.deleteLater()
    return kept[0] if kept else None


class PatientForm(Card):
    """The form; `kept` carries what was kept and whether a session is to begin."""

    kept = Signal(object, bool)
    open_instead = Signal(object)
    cancelled = Signal()

    def __init__(self, *, asks: PatientAsks, runner: Runs) -> None:
        """Lay out an empty form; `start` fills it."""
        super().__init__(" ")
        self.setObjectName("patient_form")
        self._asks = asks
        self._runner = runner
        self._patient = NOBODY
        self._born = BornField(tr("PatientForm", str(CAPTIONS["born"])), name="born")
        self._fields = {name: self._field(name) for name in self._names()}
        self._twins = _Twins()
        self._foot = theme.label(role="danger", wrap=True)
        self._foot.setObjectName("patient_form_foot")
        self._keep = self._button("patient_keep", "primary")
        self._further = self._button("patient_keep_and_begin", "")
        self._cancel = self._button("patient_cancel", "quiet")
        self._lay_out()
        self._connect()

    def start(self, patient: Patient = NOBODY, *, typed: str = "") -> None:
        """Begin with a patient to change, or with a new one named as typed into the search."""
        self._patient = patient if patient is not NOBODY else _from_typed(typed)
        is_new = patient is NOBODY
        self.set_heading(
            tr("PatientForm", "Add a patient") if is_new else tr("PatientForm", "Change details")
        )
        self._born.set_today(self._asks.today())
        for name, field in self._fields.items():
            if field is not self._born:
                field.text = getattr(self._patient, name, "")
                field.clear_note()
        self._born.show_day(self._patient.born)
        if is_new and self._patient is NOBODY and typed:
            self._born.text = typed if any(letter.isdigit() for letter in typed) else ""
        self._name_buttons(is_new=is_new)
        self._foot.hide()
        self._look_for_twins()
        self.take_focus()

    def take_focus(self) -> None:
        """Let typing begin at the first field, in place of what stands there."""
        self._fields["family_name"].line.setFocus()
        self._fields["family_name"].line.selectAll()

    @property
    def is_touched(self) -> bool:
        """Whether something was typed that is not kept yet."""
        return self._typed().patient != self._patient or bool(self._typed().complaint)

    def _names(self) -> tuple[str, ...]:
        names = tuple(CAPTIONS)
        return names if self._asks.regions else names[: names.index("region")]

    def _field(self, name: str) -> Field:
        if name == "born":
            return self._born
        hints = {
            "family_name": tr("PatientForm", "One of the two names is enough"),
            "region": tr("PatientForm", "Begins an episode of care; may wait"),
        }
        editor: QLineEdit | Choice = QLineEdit()
        if name == "gender":
            editor = Choice(_genders())
        elif name == "region":
            editor = Choice(tuple(region.name for region in self._asks.regions))
        caption = tr("PatientForm", str(CAPTIONS[name]))
        return Field(caption, editor, name=name, hint=hints.get(name, ""))

    def _button(self, name: str, role: str) -> QPushButton:
        button = QPushButton()
        button.setObjectName(name)
        if role:
            theme.mark(button, role)
        return button

    def _name_buttons(self, *, is_new: bool) -> None:
        words = {
            self._keep: tr("PatientForm", "Add") if is_new else tr("PatientForm", "Keep"),
            self._further: tr("PatientForm", "Add and begin the session"),
            self._cancel: tr("PatientForm", "Cancel"),
        }
        for button, text in words.items():
            button.setText(text)
            button.setAccessibleName(text)
        self._further.setVisible(is_new)
        set_tip(self._keep, tr("PatientForm", "Enter"))
        set_tip(self._further, tr("PatientForm", "Ctrl+Enter"))
        set_tip(self._cancel, tr("PatientForm", "Esc"))

    def _lay_out(self) -> None:
        fields = Reflow(tuple(self._fields.values()), narrowest=22, stretches=(1, 1, 1))
        fields.set_gaps(2, 1)
        self.body.addWidget(fields)
        self.body.addWidget(self._twins)
        self.body.addWidget(self._foot)
        row = QHBoxLayout()
        row.addWidget(self._cancel)
        row.addStretch(1)
        row.addWidget(self._further)
        row.addWidget(self._keep)
        self.body.addLayout(row)
        self.body.addStretch(1)

    def _connect(self) -> None:
        for name, field in self._fields.items():
            if field is not self._born:
                field.line.textChanged.connect(field.clear_note)
            if name in _TELLS_WHO:
                field.line.textChanged.connect(self._look_for_twins)
        self._keep.clicked.connect(lambda: self._on_keep(further=False))
        self._further.clicked.connect(lambda: self._on_keep(further=True))
        self._cancel.clicked.connect(self.cancelled)
        self._twins.chosen.connect(self.open_instead)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        keys: dict[str, Callable[[], object]] = {
            "Return": self._on_enter,
            "Enter": self._on_enter,
            "Ctrl+Return": self._further.click,
            "Ctrl+Enter": self._further.click,
            "Esc": self._cancel.click,
        }
        for key, deed in keys.items():
            QShortcut(QKeySequence(key), self, deed, context=within)

    def _on_enter(self) -> None:
        """Let Enter press the button or row that has the keys, else keep the form."""
        here = self.window().focusWidget()
        if isinstance(here, QPushButton):
            here.click()
        elif here is self._twins.rows:
            self._twins.choose()
        else:
            self._keep.click()

    def _typed(self) -> PatientTyped:
        texts: dict[str, Any] = {
            name: field.text for name, field in self._fields.items() if name != "born"
        }
        region = _region_id(texts.pop("region", ""), self._asks.regions)
        complaint = texts.pop("complaint", "")
        patient = replace(self._patient, born=self._born.born, **texts)
        return PatientTyped(patient=patient, region=region, complaint=complaint)

    def _look_for_twins(self) -> None:
        patient = self._typed().patient
        if not any(getattr(patient, name) for name in _TELLS_WHO):
            self._twins.show_found((), self._asks)
            return
        self._runner.submit(
            lambda: tuple(each for each in self._asks.alike(patient) if each.id != patient.id),
            done=lambda found: self._twins.show_found(found, self._asks),
            failed=self._explain,
            owner=self,
            latest="twins",
        )

    def _on_keep(self, *, further: bool) -> None:
        if self._born.problem is not None:
            self._born.say(sentence(self._born.problem))
            self._born.editor.setFocus()
            return
        typed = self._typed()
        self._keep.setEnabled(False)
        self._runner.submit(
            lambda: self._asks.keep(typed),
            done=lambda kept: self._on_kept(kept, further=further),
            failed=self._explain,
            owner=self,
            lane="write",
        )

    def _on_kept(self, kept: PatientKept, *, further: bool) -> None:
        self._keep.setEnabled(True)
        self._patient = kept.patient
        self.kept.emit(kept, further)

    def _explain(self, problem: Exception) -> None:
        self._keep.setEnabled(True)
        field = self._fields.get(problem.field or "") if isinstance(problem, RuleBroken) else None
        if field is not None:
            field.say(sentence(problem))
            field.editor.setFocus()
            return
        self._foot.setText(sentence(problem))
        self._foot.show()


class _Twins(Card):
    """Says who in the record may be the same person; never in the way."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__(tr("PatientForm", "Already in the record?"))
        self.setObjectName("twins")
        self.rows = LineList("twin_rows", tr("PatientForm", "Likely the same person"))
        self.rows.always_marks = True
        self.rows.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.rows.chosen.connect(self.chosen)
        button = QPushButton(tr("PatientForm", "Open this one instead"))
        button.setObjectName("twin_open")
        button.setAccessibleName(button.text())
        button.clicked.connect(self.choose)
        self.corner.addWidget(button)
        self.body.addWidget(self.rows)
        self.hide()

    def choose(self) -> None:
        """Choose the row that is marked."""
        if self.rows.current() is not None:
            self.chosen.emit(self.rows.current())

    def show_found(self, found: Sequence[PatientFound], asks: PatientAsks) -> None:
        """Show who was found; hidden while nobody is alike."""
        today = asks.today()
        self.rows.show_lines([patient_line(each, today=today, zone=asks.zone) for each in found])
        self.setVisible(bool(found))


def _genders() -> tuple[str, ...]:
    return (
        tr("PatientForm", "Woman"),
        tr("PatientForm", "Man"),
        tr("PatientForm", "Non-binary"),
        tr("PatientForm", "Prefers not to say"),
    )


def _region_id(words: str, regions: Sequence[Region]) -> str:
    """Return the catalogue's id for a region's name or word, or the therapist's own words."""
    wanted = words.strip().casefold()
    for region in regions:
        if wanted in (region.name.casefold(), *region.words):
            return region.id
    return words.strip()


def _from_typed(typed: str) -> Patient:
    """Read names out of what was typed into the search: ``meier, anna`` or ``anna meier``."""
    words = " ".join(typed.split())
    if not words or any(letter.isdigit() for letter in words):
        return NOBODY
    if words.islower():
        words = " ".join(word[:1].upper() + word[1:] for word in words.split(" "))
    family, comma, given = words.partition(",")
    if not comma:
        given, _, family = words.rpartition(" ")
    return replace(NOBODY, family_name=family.strip(), given_name=given.strip())

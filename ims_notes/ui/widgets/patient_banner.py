"""Who this is about: the same line in the same place on every screen of a patient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout

from ims_notes.ui import icons, theme
from ims_notes.ui.people import born_and_age, full_name
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.flow import Flow

if TYPE_CHECKING:
    from datetime import date

    from ims_notes.domain.patients import Patient


class PatientBanner(QFrame):
    """FAMILY, Given · Born 14-Jul-1985 (41y) · id, and the alerts below; put buttons in `deeds`."""

    def __init__(self) -> None:
        """Make an empty banner."""
        super().__init__()
        self.setObjectName("patient_banner")
        self.setProperty("role", "card")
        step = theme.space(self)
        self._name = self._label("banner_name", "title")
        self._facts = self._label("banner_facts", "body")
        self._alerts = self._label("banner_alerts", "attention")
        self._sign = QLabel()
        self._sign.setPixmap(icons.icon("warning", "attention").pixmap(18, 18))
        self.deeds = Flow(gap=step)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2 * step, step, 2 * step, step)
        outer.setSpacing(step // 2)
        who = Flow(gap=round(1.5 * step))
        who.addWidget(self._name)
        who.addWidget(self._facts)
        warned = Flow(gap=step // 2)
        warned.addWidget(self._sign)
        warned.addWidget(self._alerts)
        for row in (who, warned, self.deeds):
            outer.addLayout(row)

    def show_patient(self, patient: Patient, *, today: date) -> None:
        """Show who it is; what is not recorded is left out."""
        self._name.setText(full_name(patient))
        born = born_and_age(patient.born, today=today)
        facts = [
            tr("Banner", "“{name}”", name=patient.preferred_name) if patient.preferred_name else "",
            tr("Banner", "Born {born}", born=born) if born else tr("Banner", "Birth not recorded"),
            patient.identifier,
        ]
        self._facts.setText(" · ".join(fact for fact in facts if fact))
        self._alerts.setText(patient.alerts)
        for part in (self._sign, self._alerts):
            part.setVisible(bool(patient.alerts))
        self.setAccessibleName(f"{self._name.text()} · {self._facts.text()}")

    def _label(self, name: str, role: str) -> QLabel:
        label = theme.label(role=role)
        label.setObjectName(name)
        label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        return label

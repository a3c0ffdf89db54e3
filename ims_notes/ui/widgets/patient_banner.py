"""Who this is about: the same line in the same place on every screen of a patient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ims_notes.ui import icons, theme
from ims_notes.ui.people import born_and_age, full_name
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.flow import Flow

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QResizeEvent

    from ims_notes.domain.patients import Patient


class PatientBanner(QFrame):
    """FAMILY, Given · Born 14-Jul-1985 (41y) · id, and the alerts below; put buttons in `deeds`.

    Nothing of it is ever shortened: what does not fit goes to the next line.
    """

    def __init__(self) -> None:
        """Make an empty banner."""
        super().__init__()
        self.setObjectName("patient_banner")
        self.setProperty("role", "card")
        step = theme.space(self)
        self._gap = 2 * step
        self._name = self._label("banner_name", "title")
        self._facts = self._label("banner_facts", "body")
        self._alerts = self._label("banner_alerts", "attention")
        self._sign = theme.label()
        self._sign.setPixmap(icons.icon("warning", "attention").pixmap(self._gap, self._gap))
        self._deeds = QWidget()
        self.deeds = Flow(self._deeds, gap=step)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.addWidget(self._name)
        self._line.addWidget(self._facts, 1)
        warned = QHBoxLayout()
        warned.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        warned.addWidget(self._alerts, 1)
        who = QVBoxLayout()
        who.addLayout(self._line)
        who.addLayout(warned)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(2 * step, step // 2, 2 * step, step // 2)
        self._row.addLayout(who, 1)
        self._row.addWidget(self._deeds)
        for layout, gap in ((self._line, self._gap), (warned, step), (who, step // 2)):
            layout.setSpacing(gap)
        self._row.setSpacing(step)

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
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the parts anew for the width."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put the facts beside the name and the buttons beside both, as far as there is room."""
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        margins = self._row.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        name, facts, deeds = _width(self._name), _width(self._facts), self._whole_width()
        is_wide = max(name, facts) + self._gap + deeds <= room
        self._row.setDirection(beside if is_wide else below)
        self._deeds.setMinimumWidth(deeds if is_wide else 0)
        room -= deeds + self._gap if is_wide else 0
        self._line.setDirection(beside if name + facts + self._gap <= room else below)
        self._name.setMinimumWidth(name if name <= room else 0)

    def _whole_width(self) -> int:
        """Return the width of all buttons in one line."""
        buttons = self._deeds.findChildren(QPushButton)
        gaps = theme.space(self) * max(0, len(buttons) - 1)
        return sum(button.sizeHint().width() for button in buttons) + gaps + 1

    def _label(self, name: str, role: str) -> QLabel:
        label = theme.label(role=role, wrap=True)
        label.setObjectName(name)
        return label


def _width(label: QLabel) -> int:
    return label.fontMetrics().horizontalAdvance(label.text()) + 2

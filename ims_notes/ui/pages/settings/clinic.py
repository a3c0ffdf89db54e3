"""The clinic's name and reach, where the legal note lives, and the routine of every visit."""

from __future__ import annotations

import zoneinfo
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
)

from ims_notes.domain.clinic import LegalHome
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.ui import theme
from ims_notes.ui.pages.settings.part import ClinicPart
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.text_field import TextField

if TYPE_CHECKING:
    from typing import Any

    from ims_notes.domain.clinic import Clinic


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in zoneinfo.available_timezones()}


class ClinicCard(ClinicPart):
    """Name, address, phone and time zone."""

    def __init__(self) -> None:
        """Lay the fields out."""
        super().__init__("clinic", tr("Settings", "Clinic"))
        self._fields = {
            "name": TextField("clinic_name", tr("Settings", "Name, as printed on notes")),
            "address": TextField("clinic_address", tr("Settings", "Address"), lines=3),
            "phone": TextField("clinic_phone", tr("Settings", "Phone")),
            "zone": TextField(
                "clinic_zone", tr("Settings", "Time zone"), hint=tr("Settings", "Europe/Berlin")
            ),
        }
        self._fields["zone"].suggest(sorted(_zones().values()))
        for field in self._fields.values():
            field.changed.connect(self._on_typed)
            self.body.addWidget(field)
        self.add_save()

    def show_clinic(self, clinic: Clinic) -> None:
        """Show what is kept."""
        for name, field in self._fields.items():
            field.show_text(getattr(clinic, name))

    def typed(self, clinic: Clinic) -> Clinic:
        """Return the clinic with what is typed here."""
        texts: dict[str, Any] = {name: field.text for name, field in self._fields.items()}
        zone = _zones().get(texts["zone"].strip().casefold())
        if zone is None:
            raise RuleBroken(Rule.NAME_MISSING, field="zone")
        return replace(clinic, **(texts | {"zone": zone}))

    def refuse(self, problem: RuleBroken) -> bool:
        """Say at the field why it cannot be kept."""
        field = self._fields.get(problem.field or "")
        if field is None:
            return False
        unknown = tr("Settings", "There is no time zone of this name. Write it like Europe/Berlin.")
        field.refuse(unknown if problem.field == "zone" else sentence(problem))
        return True


class LegalHomeCard(ClinicPart):
    """Where the legal note lives."""

    def __init__(self) -> None:
        """Lay the two ways out."""
        super().__init__("legal_home", tr("Settings", "Where the legal note lives"))
        told = {
            LegalHome.COMPANION: (
                tr("Settings", "In another system (companion)"),
                tr(
                    "Settings",
                    "Signing ends with the note as text on the clipboard, to be pasted there.",
                ),
            ),
            LegalHome.LEGAL_RECORD: (
                tr("Settings", "Here (legal record)"),
                tr("Settings", "Signed notes are kept here and never change."),
            ),
        }
        self._group = QButtonGroup(self)
        self._ways: dict[LegalHome, QRadioButton] = {}
        for home, (words, meaning) in told.items():
            way = QRadioButton(words)
            way.setObjectName(f"legal_home_{home}")
            way.setAccessibleName(words)
            way.setAccessibleDescription(meaning)
            self._group.addButton(way)
            self._ways[home] = way
            self.body.addWidget(way)
            self.body.addWidget(theme.label(meaning, role="muted", wrap=True))
        self._group.buttonClicked.connect(self._on_typed)
        later = tr("Settings", "Notes signed so far stay as they are, whichever you choose.")
        self.body.addWidget(theme.label(later, role="caption", wrap=True))
        self.add_save()

    def show_clinic(self, clinic: Clinic) -> None:
        """Show what is kept."""
        self._ways[clinic.legal_home].setChecked(True)

    def typed(self, clinic: Clinic) -> Clinic:
        """Return the clinic with what is chosen here."""
        home = next(home for home, way in self._ways.items() if way.isChecked())
        return replace(clinic, legal_home=home)

    def refuse(self, problem: RuleBroken) -> bool:
        """Have no field to say anything at."""
        return False


class RoutineCard(ClinicPart):
    """What is done at every visit, written once."""

    def __init__(self) -> None:
        """Lay the text out."""
        super().__init__("routine", tr("Settings", "Routine of every visit"))
        words = tr(
            "Settings",
            "Printed in every note and attested by the signature, so write only what is truly done "
            "each time: hand hygiene, skin preparation, single use, sharps. What was different at "
            "a visit is typed in its note.",
        )
        self._text = TextField("routine_text", tr("Settings", "Routine"), lines=8)
        self._text.changed.connect(self._on_typed)
        suggest = QPushButton(tr("Settings", "Insert a suggested text"))
        suggest.setObjectName("routine_suggest")
        suggest.setAccessibleName(suggest.text())
        suggest.clicked.connect(self._on_suggest)
        row = QHBoxLayout()
        row.addWidget(suggest)
        row.addStretch(1)
        self.body.addWidget(theme.label(words, role="muted", wrap=True))
        self.body.addWidget(self._text)
        self.body.addLayout(row)
        self.add_save()

    def show_clinic(self, clinic: Clinic) -> None:
        """Show what is kept."""
        self._text.show_text(clinic.routine)

    def typed(self, clinic: Clinic) -> Clinic:
        """Return the clinic with what is typed here."""
        return replace(clinic, routine=self._text.text)

    def refuse(self, problem: RuleBroken) -> bool:
        """Say at the text why it cannot be kept."""
        if problem.field == "routine":
            self._text.refuse(sentence(problem))
        return problem.field == "routine"

    def _on_suggest(self) -> None:
        suggested = tr(
            "Settings",
            "Hands cleaned before and after treatment. Skin inspected and prepared at every site. "
            "Sterile single-use needles, opened at the time of use. Needles counted out of the "
            "skin and put into a sharps container at once.",
        )
        self._text.show_text("\n".join(t for t in (self._text.text.strip(), suggested) if t))
        self._text.edit.setFocus()
        self.set_changed()

"""How a note reads as text: the wording, its template, and an invented note as a preview."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QPushButton, QVBoxLayout

from ims_notes.domain.clinic import Wording
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.wording import FIELDS, check_template
from ims_notes.ui import theme
from ims_notes.ui.pages.settings.part import ClinicPart
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.flow import Flow
from ims_notes.ui.widgets.one_of import OneOf
from ims_notes.ui.widgets.text_field import TextField

if TYPE_CHECKING:
    from ims_notes.domain.clinic import Clinic
    from ims_notes.ui.pages.settings.deeds import Wordings


class WordingCard(ClinicPart):
    """The wording notes are copied in; each wording may have the clinic's own template."""

    def __init__(self, wordings: Wordings) -> None:
        """Lay the card out."""
        super().__init__("wording", tr("Settings", "Wording of copied notes"))
        self._wordings = wordings
        self._wording = Wording.SOAP
        self._templates = dict(wordings.built_in)
        names: dict[str, str] = {
            Wording.SOAP: tr("Settings", "SOAP"),
            Wording.COMPACT: tr("Settings", "Compact"),
        }
        self._choice = OneOf("wording_choice", names.items(), title=tr("Settings", "Wording"))
        self._template = TextField(
            "wording_template", tr("Settings", "Template of this wording"), lines=10
        )
        self._preview = QPlainTextEdit()
        self._preview.setObjectName("wording_preview")
        self._preview.setAccessibleName(tr("Settings", "An invented note in this wording"))
        self._preview.setReadOnly(True)
        self._preview.setTabChangesFocus(True)
        self._lay_out()
        self._choice.chosen.connect(self._on_chosen)
        self._template.changed.connect(self._on_template)

    def show_clinic(self, clinic: Clinic) -> None:
        """Show what is kept; without a template of its own the built-in one."""
        own = {wording: clinic.templates.get(wording) for wording in Wording}
        self._templates = {w: own[w] or self._wordings.built_in[w] for w in Wording}
        self._show(clinic.wording)

    def typed(self, clinic: Clinic) -> Clinic:
        """Return the clinic with the wording chosen and the templates that differ."""
        for wording, template in self._templates.items():
            try:
                check_template(template)
            except RuleBroken as problem:
                raise RuleBroken(problem.rule, field=wording.value, **problem.facts) from problem
        own = {w: t for w, t in self._templates.items() if t != self._wordings.built_in[w]}
        others = {k: t for k, t in clinic.templates.items() if k not in set(Wording)}
        kept = others | {wording.value: template for wording, template in own.items()}
        return replace(clinic, wording=self._wording, templates=kept)

    def refuse(self, problem: RuleBroken) -> bool:
        """Say at the template why it cannot be kept."""
        field = problem.field or ""
        if field not in {"templates", *Wording}:
            return False
        if field != "templates":
            self._show(Wording(field))
        self._template.refuse(_told(problem))
        return True

    def _lay_out(self) -> None:
        step = theme.space(self)
        fields = Flow(gap=step // 2)
        for field in FIELDS:
            button = QPushButton("{" + field + "}")
            button.setObjectName(f"wording_field_{field}")
            button.setAccessibleName(tr("Settings", "Insert the field {field}", field=field))
            theme.mark(button, "quiet")
            button.clicked.connect(lambda _checked=False, field=field: self._insert(field))
            fields.addWidget(button)
        reset = QPushButton(tr("Settings", "Back to the built-in template"))
        reset.setObjectName("wording_reset")
        reset.setAccessibleName(reset.text())
        reset.clicked.connect(self._on_reset)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self._template)
        left.addWidget(theme.label(tr("Settings", "Fields to insert"), role="caption"))
        left.addLayout(fields)
        left.addWidget(reset)
        left.addStretch(1)
        right.addWidget(theme.label(self._preview.accessibleName(), role="caption"))
        right.addWidget(self._preview, 1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * step)
        for column, part in enumerate((left, right)):
            grid.addLayout(part, 0, column)
            grid.setColumnStretch(column, 1)
        self.body.addWidget(self._choice)
        self.body.addLayout(grid)
        self.add_save()

    def _show(self, wording: Wording) -> None:
        self._wording = wording
        self._choice.show_value(wording)
        self._template.show_text(self._templates[wording])
        self._show_preview()

    def _show_preview(self) -> None:
        try:
            self._preview.setPlainText(self._wordings.preview(self._templates[self._wording]))
            self._template.accept()
        except RuleBroken as problem:
            self._template.warn(_told(problem))

    def _on_chosen(self, wording: str) -> None:
        self._show(Wording(wording))
        self.set_changed()

    def _on_template(self) -> None:
        self._templates[self._wording] = self._template.text
        self._show_preview()
        self.set_changed()

    def _insert(self, field: str) -> None:
        if isinstance(self._template.edit, QPlainTextEdit):
            self._template.edit.insertPlainText("{" + field + "}")
        self._template.edit.setFocus()

    def _on_reset(self) -> None:
        self._templates[self._wording] = self._wordings.built_in[self._wording]
        self._show(self._wording)
        self.set_changed()


def _told(problem: RuleBroken) -> str:
    if problem.rule is Rule.TEMPLATE_UNKNOWN_FIELD:
        name = problem.facts.get("name", "")
        return tr("Settings", "There is no field named “{name}”.", name=name)
    return sentence(problem)

"""The settings: a list of parts on the left, the part chosen beside it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ims_notes.domain.errors import RuleBroken
from ims_notes.ui import theme
from ims_notes.ui.dialogs import confirm
from ims_notes.ui.pages.settings.abbreviations import AbbreviationsCard
from ims_notes.ui.pages.settings.clinic import ClinicCard, LegalHomeCard, RoutineCard
from ims_notes.ui.pages.settings.look import LookCard
from ims_notes.ui.pages.settings.practitioners import NOBODY, PractitionersCard
from ims_notes.ui.pages.settings.wording import WordingCard
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.rows import make_roomy
from ims_notes.ui.widgets.sections import SectionKeys, focus_first

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ims_notes.domain.catalogue import Catalogue
    from ims_notes.domain.clinic import Clinic
    from ims_notes.domain.ids import PractitionerId
    from ims_notes.domain.practitioners import Practitioner
    from ims_notes.services.keep_clinic import ClinicSettings
    from ims_notes.services.ports.work import Changes
    from ims_notes.settings import Settings
    from ims_notes.ui.announcer import Announcer
    from ims_notes.ui.navigator import Place
    from ims_notes.ui.pages.settings.deeds import SettingsDeeds, Wordings
    from ims_notes.ui.pages.settings.part import ClinicPart
    from ims_notes.ui.runner import Runs

PARTS: Final = (
    "practitioners", "clinic", "legal_home", "routine", "wording", "abbreviations", "look",
)  # fmt: skip
"""Parts of the page as a place's focus names them; Alt+1 … Alt+7 lead there."""


class SettingsPage(QWidget):
    """Reads the settings at every visit; what is typed and not saved yet stays."""

    def __init__(
        self,
        *,
        announcer: Announcer,
        runner: Runs,
        catalogue: Catalogue,
        wordings: Wordings,
        deeds: SettingsDeeds,
    ) -> None:
        """Lay the page out; `open` fills it."""
        super().__init__()
        self._announcer = announcer
        self._runner = runner
        self._deeds = deeds
        self._clinic: Clinic | None = None
        self.setObjectName("settings_page")
        self._practitioners = PractitionersCard()
        self._clinic_parts = _clinic_parts(wordings)
        self._abbreviations = AbbreviationsCard(catalogue)
        self._look = LookCard(deeds.preferences())
        self._parts: Mapping[str, QWidget] = {
            "practitioners": self._practitioners,
            **self._clinic_parts,
            "abbreviations": self._abbreviations,
            "look": self._look,
        }
        self._lay_out()
        self._connect()

    def open(self, place: Place) -> None:
        """Read the settings anew and show the part asked for."""
        if place.focus in PARTS:
            self._go(PARTS.index(place.focus))
        elif self.focusWidget() is None:
            self._list.setFocus()
        self._look.show_settings(self._deeds.preferences())
        self._ask()

    def may_leave(self) -> bool:
        """Save what can be saved; ask where something typed cannot be kept."""
        for number, name in enumerate(PARTS):
            try:
                self._save(name)
            except RuleBroken as problem:
                self._go(number)
                self._refuse(name, problem)
                return confirm.ask(
                    self,
                    question=tr("Settings", "Leave with something unsaved?"),
                    detail=sentence(problem),
                    yes=tr("Settings", "Leave it unsaved"),
                    no=tr("Settings", "Stay and mend it"),
                )
        return True

    def _ask(self) -> None:
        self._runner.submit(
            self._deeds.clinic_settings,
            done=self._show,
            failed=self._announcer.explain,
            owner=self,
            latest="settings",
        )

    def _show(self, settings: ClinicSettings) -> None:
        self._clinic = settings.clinic
        self._practitioners.show_settings(settings)
        for part in self._clinic_parts.values():
            if not part.is_changed:
                part.show_clinic(settings.clinic)
        self._abbreviations.show_abbreviations(settings.clinic.abbreviations)

    def _save(self, name: str) -> None:
        """Keep a part if it was changed.

        Raises:
            RuleBroken: it cannot be kept as it stands.
        """
        part = self._clinic_parts.get(name)
        if name == "practitioners" and self._practitioners.is_changed:
            self._practitioners.save()
        elif part is not None and part.is_changed and self._clinic is not None:
            clinic = part.typed(self._clinic)
            part.set_changed(False)
            self._keep_clinic(clinic, name)

    def _keep_clinic(self, clinic: Clinic, name: str) -> None:
        # The next part to be saved must start from this one, not from what is still kept.
        self._clinic = clinic
        self._keep(lambda: self._deeds.change_clinic(clinic), name)

    def _keep(self, deed: Callable[[], Changes], name: str) -> None:
        self._runner.submit(
            deed,
            done=partial(self._on_kept, name),
            failed=partial(self._on_refused, name),
            owner=self,
            lane="write",
        )

    def _on_kept(self, name: str, changes: Changes) -> None:
        if name == "abbreviations":
            self._abbreviations.clear_typed()
        self._announcer.say(tr("Settings", "Saved"))
        self._announcer.tell(changes)

    def _on_refused(self, name: str, problem: Exception) -> None:
        if (part := self._clinic_parts.get(name)) is not None:
            part.set_changed()
        elif name == "practitioners":
            self._practitioners.set_changed()
        if not (isinstance(problem, RuleBroken) and self._refuse(name, problem)):
            self._announcer.explain(problem)
        self._ask()

    def _refuse(self, name: str, problem: RuleBroken) -> bool:
        if name == "practitioners":
            self._practitioners.refuse(problem)
            return True
        if name == "abbreviations":
            return self._abbreviations.refuse(problem)
        part = self._clinic_parts.get(name)
        return part is not None and part.refuse(problem)

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if "clinic" in changes.topics and self.isVisible():
            self._ask()

    def _on_save(self, name: str) -> None:
        try:
            self._save(name)
        except RuleBroken as problem:
            if not self._refuse(name, problem):
                self._announcer.explain(problem)

    def _on_save_key(self) -> None:
        self._on_save(PARTS[self._stack.currentIndex()])

    def _on_practitioner(self, person: Practitioner) -> None:
        is_new = person.id == NOBODY.id
        keep = self._deeds.add_practitioner if is_new else self._deeds.change_practitioner
        self._keep(lambda: keep(person), "practitioners")

    def _on_at_work(self, practitioner_id: PractitionerId) -> None:
        if self._clinic is not None:
            self._keep_clinic(replace(self._clinic, practitioner_id=practitioner_id), "at_work")

    def _on_abbreviations(self, abbreviations: Mapping[str, str]) -> None:
        if self._clinic is not None:
            kept = replace(self._clinic, abbreviations=abbreviations)
            self._keep(lambda: self._deeds.change_clinic(kept), "abbreviations")

    def _on_preferred(self, settings: Settings) -> None:
        self._deeds.prefer(settings)
        self._announcer.say(tr("Settings", "Saved"))

    def _go(self, number: int) -> None:
        self._list.setCurrentRow(number)
        focus_first(self._parts[PARTS[number]])

    def _lay_out(self) -> None:
        step = theme.space(self)
        self._list = QListWidget()
        self._list.setObjectName("settings_parts")
        self._list.setAccessibleName(tr("Settings", "Parts of the settings"))
        self._list.setProperty("role", "plain")
        make_roomy(self._list)
        self._stack = QStackedWidget()
        for part in self._parts.values():
            self._list.addItem(part.accessibleName())
            area = QScrollArea()
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setWidgetResizable(True)
            area.setWidget(_at_top(part))
            self._stack.addWidget(area)
        self._list.setFixedWidth(self._list.sizeHintForColumn(0) + 3 * step)
        self._stack.setMaximumWidth(theme.space(self, 120))
        column = QVBoxLayout()
        column.addWidget(theme.label(tr("Settings", "Settings"), role="title"))
        column.addWidget(self._list, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * step, 2 * step, 3 * step, 2 * step)
        row.setSpacing(2 * step)
        row.addLayout(column)
        row.addWidget(self._stack, 1)
        row.addStretch(0)

    def _connect(self) -> None:
        self._sections = SectionKeys(self, list(self._parts.values()), enter=self._go)
        self._list.currentRowChanged.connect(self._stack.setCurrentIndex)
        self._list.setCurrentRow(0)
        for name, part in self._clinic_parts.items():
            part.save_asked.connect(partial(self._on_save, name))
        self._practitioners.kept.connect(self._on_practitioner)
        self._practitioners.at_work.connect(self._on_at_work)
        self._abbreviations.changed.connect(self._on_abbreviations)
        self._look.preferred.connect(self._on_preferred)
        self._announcer.changed.connect(self._on_changed)
        save = QShortcut(QKeySequence("Ctrl+S"), self)
        save.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        save.activated.connect(self._on_save_key)


def _clinic_parts(wordings: Wordings) -> dict[str, ClinicPart]:
    return {
        "clinic": ClinicCard(),
        "legal_home": LegalHomeCard(),
        "routine": RoutineCard(),
        "wording": WordingCard(wordings),
    }


def _at_top(part: QWidget) -> QWidget:
    """Let a card be as high as what it holds."""
    room = QWidget()
    column = QVBoxLayout(room)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(part)
    column.addStretch(1)
    return room

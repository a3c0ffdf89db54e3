"""The page of today: everything starts here with a few letters."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ims_notes.ui import icons, theme
from ims_notes.ui import navigator as places
from ims_notes.ui.announcer import NoticeText
from ims_notes.ui.dialogs.patient_form import PatientForm
from ims_notes.ui.models.draft_lines import lacks
from ims_notes.ui.pages.today.day_keeper import DayKeeper
from ims_notes.ui.pages.today.finder import Finder
from ims_notes.ui.pages.today.overview import Overview
from ims_notes.ui.plain import set_tip
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.shown_stack import ShownStack

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import time

    from ims_notes.domain.day_list import DayEntry
    from ims_notes.domain.ids import PatientId
    from ims_notes.services.keep_patient import PatientKept
    from ims_notes.services.ports.patients import PatientFound
    from ims_notes.services.ports.work import Changes
    from ims_notes.services.session import Saved
    from ims_notes.services.today import DayLine, DraftLine, Today
    from ims_notes.ui.announcer import Announcer
    from ims_notes.ui.navigator import Navigator, Place
    from ims_notes.ui.pages.today.asks import TodayAsks
    from ims_notes.ui.runner import Runs

_SHOWN_HERE = frozenset({"day", "drafts", "notes", "patient", "clinic"})


class TodayPage(QWidget):
    """Search above; below it the day, the answers, or the form for a new patient."""

    def __init__(
        self, *, navigator: Navigator, announcer: Announcer, runner: Runs, asks: TodayAsks
    ) -> None:
        """Lay the page out; `open` fills it."""
        super().__init__()
        self.setObjectName("today_page")
        self._navigator = navigator
        self._announcer = announcer
        self._runner = runner
        self._asks = asks
        self._shown: Today | None = None
        self._who: DayEntry | None = None
        self._finder = Finder(self, find=asks.find, form=asks.form, runner=runner)
        self._overview = Overview(catalogue=asks.catalogue, zone=asks.form.zone)
        self._keeper = DayKeeper(self._overview.day, asks=asks, announcer=announcer, runner=runner)
        self._form = PatientForm(asks=asks.form, runner=runner)
        self._stack = ShownStack(self._overview, self._finder.answers, self._form)
        self._hide = _button("hide_names", words=tr("Today", "Hide names"), icon="hide")
        self._add = _button("add_patient", words=tr("Today", "Add a patient"), icon="add-patient")
        self._lay_out()
        self._connect()

    def open(self, place: Place) -> None:
        """Show the day anew and wait for a name; a form half filled in stays."""
        if self._stack.shown is not self._form:
            self._show_overview()
            self._finder.line.setFocus()
        self._load()

    def actions_offered(self) -> Mapping[str, Callable[[], object]]:
        """Offer the keys of this page."""
        return {
            "find": self._on_find,
            "add_patient": lambda: self._on_add(""),
            "hide_names": self._hide.click,
        }

    def _lay_out(self) -> None:
        step = theme.space(self)
        self._hide.setCheckable(True)
        set_tip(
            self._hide, tr("Today", "Others see this screen: show times and initials only (F8)")
        )
        set_tip(self._add, tr("Today", "Ctrl+N"))
        above = QHBoxLayout()
        above.setSpacing(step)
        above.addWidget(self._finder.line, 1)
        above.addWidget(self._add)
        above.addWidget(self._hide)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * step, 3 * step, 3 * step, 3 * step)
        column.setSpacing(2 * step)
        column.addLayout(above)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._finder.searching.connect(self._on_searching)
        self._finder.chosen.connect(self._on_found_chosen)
        self._finder.add.connect(self._on_add)
        self._finder.line.left.connect(self._on_search_left)
        self._finder.line.moved.connect(self._on_search_moved)
        self._add.clicked.connect(lambda: self._on_add(""))
        self._hide.toggled.connect(self._show_again)
        day, drafts = self._overview.day, self._overview.drafts
        day.begin.connect(self._on_day_chosen)
        day.open_patient.connect(self._on_day_opened)
        drafts.rows.chosen.connect(self._on_draft_chosen)
        drafts.rows.chosen_with_ctrl.connect(self._on_draft_to_sign)
        self._overview.recent.rows.chosen.connect(self._open_patient)
        self._overview.recent.rows.chosen_with_ctrl.connect(lambda who: self._begin(who.id, None))
        self._form.kept.connect(self._on_patient_kept)
        self._form.open_instead.connect(self._on_twin_chosen)
        self._form.cancelled.connect(self._on_form_cancelled)
        self._announcer.changed.connect(self._on_changed)

    # What is shown

    def _load(self) -> None:
        self._runner.submit(
            self._asks.look,
            done=self._show,
            failed=self._announcer.explain,
            owner=self,
            latest="look",
        )

    def _show(self, today: Today) -> None:
        self._shown = today
        self._show_again()

    def _show_again(self) -> None:
        if self._shown is not None:
            self._overview.show_today(self._shown, hide_names=self._hide.isChecked())

    def _show_overview(self) -> None:
        self._who = None
        self._finder.choose_for("")
        self._finder.line.clear()
        self._stack.show_only(self._overview)

    def _on_changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.topics & _SHOWN_HERE:
            self._load()

    # Finding and adding

    def _on_find(self) -> None:
        self._finder.line.setFocus()
        self._finder.line.selectAll()

    def _on_searching(self, is_searching: bool) -> None:
        if is_searching:
            self._stack.show_only(self._finder.answers)
        elif self._stack.shown is self._finder.answers:
            self._stack.show_only(self._overview)

    def _on_search_left(self) -> None:
        was_asked = self._who is not None
        self._show_overview()
        if was_asked:
            self._overview.day.rows.setFocus()

    def _on_search_moved(self, rows: int) -> None:
        """Let Down leave the empty line for the day's list."""
        if rows > 0 and self._stack.shown is self._overview:
            self._overview.day.rows.setFocus()

    def _on_found_chosen(self, found: PatientFound, with_ctrl: bool) -> None:
        if self._who is not None:
            self._settle(found.id)
        elif with_ctrl:
            self._begin(found.id, None)
        else:
            self._open_patient(found)

    def _on_add(self, typed: str) -> None:
        self._finder.line.clear()
        self._form.start(typed=typed)
        self._stack.show_only(self._form)
        self._form.take_focus()

    def _on_patient_kept(self, kept: PatientKept, begins: bool) -> None:
        self._announcer.tell(kept.changes)
        self._announcer.say(tr("Today", "Patient added"))
        if self._who is not None:
            at, patient_id = self._who.at, kept.patient.id
            self._settle(patient_id, then=partial(self._begin, patient_id, at) if begins else None)
            return
        self._show_overview()
        if begins:
            self._begin(kept.patient.id, None)
        else:
            self._navigator.go(places.patient(kept.patient.id))

    def _on_twin_chosen(self, found: PatientFound) -> None:
        if self._who is not None:
            self._settle(found.id)
        else:
            self._show_overview()
            self._open_patient(found)

    def _on_form_cancelled(self) -> None:
        touched = self._form.is_touched
        self._show_overview()
        self._finder.line.setFocus()
        if touched:
            back = partial(self._stack.show_only, self._form)
            self._announcer.notice(
                NoticeText(
                    sentence=tr("Today", "The patient was not added."),
                    step=tr("Today", "Bring the form back"),
                    on_step=back,
                )
            )

    def _open_patient(self, found: PatientFound) -> None:
        self._navigator.go(places.patient(found.id))

    # Sessions and drafts

    def _begin(self, patient_id: PatientId, at: time | None) -> None:
        self._runner.submit(
            lambda: self._asks.begin(patient_id, at),
            done=self._on_begun,
            failed=self._announcer.explain,
            owner=self,
            lane="write",
        )

    def _on_begun(self, saved: Saved) -> None:
        self._announcer.tell(saved.changes)
        self._navigator.go(places.session(saved.note.id, patient_id=saved.note.patient_id))

    def _on_draft_chosen(self, draft: DraftLine, focus: str | None = None) -> None:
        self._navigator.go(
            places.session(draft.note.id, patient_id=draft.note.patient_id, focus=focus)
        )

    def _on_draft_to_sign(self, draft: DraftLine) -> None:
        if draft.read.may_be_signed:
            self._on_draft_chosen(draft, "sign")
            return
        self._on_draft_chosen(draft)
        self._announcer.say(
            tr("Today", "Not ready to sign yet: {missing}", missing=lacks(draft.read))
        )

    # Who is expected

    def _on_day_chosen(self, line: DayLine) -> None:
        if line.patient is not None:
            self._begin(line.patient.id, line.entry.at)
        else:
            self._ask_who(line.entry)

    def _on_day_opened(self, line: DayLine) -> None:
        if line.patient is not None:
            self._open_patient(line.patient)
        else:
            self._ask_who(line.entry)

    def _ask_who(self, entry: DayEntry) -> None:
        self._who = entry
        self._finder.choose_for(tr("Today", "Who is “{name}”?", name=entry.name))
        self._finder.line.setText(entry.name)
        self._finder.line.setFocus()

    def _settle(self, patient_id: PatientId, then: Callable[[], object] | None = None) -> None:
        if self._who is not None:
            self._keeper.settle(self._who, patient_id, then=partial(self._on_settled, then))

    def _on_settled(self, then: Callable[[], object] | None) -> None:
        self._show_overview()
        self._overview.day.rows.setFocus()
        if then is not None:
            then()


def _button(name: str, *, words: str, icon: str) -> QPushButton:
    button = QPushButton(icons.icon(icon), words)
    button.setObjectName(name)
    button.setAccessibleName(words)
    return button

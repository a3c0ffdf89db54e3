"""One patient: who, every visit, the progress, the plan, and the way into the next session."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.note import NoteState
from ims_notes.domain.progress import Progress
from ims_notes.services.clock import day_in
from ims_notes.ui import navigator as places
from ims_notes.ui import theme
from ims_notes.ui.dialogs import earlier_visit, episode_form, patient_form
from ims_notes.ui.pages.patient_episodes import EpisodeKeeper
from ims_notes.ui.plain import set_tip
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.columns import Columns
from ims_notes.ui.widgets.episode_card import EpisodesCard
from ims_notes.ui.widgets.patient_banner import PatientBanner
from ims_notes.ui.widgets.plan_card import PlanCard
from ims_notes.ui.widgets.progress_card import ProgressCard
from ims_notes.ui.widgets.sections import SectionKeys, focus_first, scrolled_by_key
from ims_notes.ui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime

    from PySide6.QtGui import QKeyEvent

    from ims_notes.domain.catalogue import Catalogue
    from ims_notes.domain.chart.thresholds import Threshold
    from ims_notes.domain.ids import NoteId, PatientId
    from ims_notes.services.keep_patient import PatientKept
    from ims_notes.services.open_patient import OpenPatient
    from ims_notes.services.ports.work import Changes
    from ims_notes.services.session import Saved
    from ims_notes.ui.announcer import Announcer
    from ims_notes.ui.navigator import Navigator, Place
    from ims_notes.ui.pages.patient_deeds import PatientDeeds
    from ims_notes.ui.runner import Runs

PARTS: Final = ("banner", "visits", "progress", "plan", "episodes")
"""Parts of the page as a place's focus names them; Alt+1 … Alt+5 lead there."""


class PatientPage(QWidget):
    """Asks once for everything it shows and again when this patient changes."""

    def __init__(
        self,
        *,
        navigator: Navigator,
        announcer: Announcer,
        runner: Runs,
        catalogue: Catalogue,
        thresholds: Sequence[Threshold],
        deeds: PatientDeeds,
    ) -> None:
        """Lay the page out; `open` fills it."""
        super().__init__()
        self._navigator = navigator
        self._announcer = announcer
        self._runner = runner
        self._deeds = deeds
        self._patient_id: PatientId | None = None
        self._shown: OpenPatient | None = None
        self._focus: str | None = None
        self._is_new_visit = False
        self.setObjectName("patient_page")
        self._banner = PatientBanner()
        self._timeline = Timeline(catalogue)
        nobody = cast("PatientId", episode_form.NOT_KEPT)
        self._progress = ProgressCard(
            Progress(patient_id=nobody), catalogue=catalogue, thresholds=thresholds
        )
        self._plan = PlanCard(catalogue)
        self._episodes = EpisodesCard(catalogue)
        self._lay_out()
        self._connect()

    def open(self, place: Place) -> None:
        """Show a patient; another patient's page is cleared before the answer arrives."""
        patient_id = cast("PatientId | None", place.patient_id)
        self._focus = place.focus or ("visits" if patient_id != self._patient_id else None)
        if patient_id != self._patient_id:
            self._clear()
        self._patient_id = patient_id
        self._is_new_visit = True
        self._progress.show_threshold(self._deeds.threshold())
        self._ask()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by PageUp and PageDown where large text makes the page long."""
        if not scrolled_by_key(self, event):
            super().keyPressEvent(event)

    def actions_offered(self) -> Mapping[str, Callable[[], object]]:
        """Offer a new session once the patient is known."""
        return {"new_session": self._on_begin} if self._shown else {}

    def _clear(self) -> None:
        self._shown = None
        self._body.hide()
        self._nobody.hide()
        self._navigator.refresh_actions()

    def _ask(self) -> None:
        patient_id = self._patient_id
        if patient_id is None:
            self._nobody.show()
            return
        self._runner.submit(
            lambda: self._deeds.open_patient(patient_id),
            done=self._show,
            failed=self._explain,
            owner=self,
            latest="open_patient",
        )

    def _show(self, opened: OpenPatient) -> None:
        if opened.patient.id != self._patient_id:
            return
        self._shown = opened
        today = self._deeds.now().date()
        last = opened.last.content if opened.last else None
        self._banner.show_patient(opened.patient, today=today)
        self._name_begin(opened, today=today)
        self._timeline.show_lines(opened.timeline)
        self._progress.show_progress(opened.progress)
        self._plan.show_plan(opened.programme, last, today=today)
        self._episodes.show_episodes(opened.episodes, today=today)
        self._nobody.hide()
        self._body.show()
        self._navigator.refresh_actions()
        self._go_to_focus()
        self._tell_look(opened.patient.id)

    def _tell_look(self, patient_id: PatientId) -> None:
        """Let the audit know, once a visit; nobody waits for it, and nothing is said of it."""
        if self._is_new_visit:
            self._is_new_visit = False
            self._runner.submit(lambda: self._deeds.viewed(patient_id), lane="write")

    def _name_begin(self, opened: OpenPatient, *, today: date) -> None:
        """Say whether the button begins a draft or opens the one begun today."""
        drafts = [line for line in opened.timeline if line.state is NoteState.DRAFT]
        is_begun = any(day_in(line.started_at, line.zone) == today for line in drafts)
        words = tr("Patient", "Continue session") if is_begun else tr("Patient", "Begin session")
        self._begin.setText(words)
        self._begin.setAccessibleName(words)

    def _go_to_focus(self) -> None:
        focus, self._focus = self._focus, None
        if focus in PARTS:
            focus_first(self._parts[PARTS.index(focus)]) or focus_first(self._banner)
        elif self.focusWidget() is None:
            self._begin.setFocus()

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        # A session saves every second; only what can be seen asks again, the rest at `open`.
        if changes.patient_id == self._patient_id and self._shown and self.isVisible():
            self._ask()

    def _on_begin(self, at: datetime | None = None) -> None:
        patient_id = self._patient_id
        if patient_id is None or not self._begin.isEnabled():
            return
        self._begin.setEnabled(False)
        self._runner.submit(
            lambda: self._deeds.begin_session(patient_id, at),
            done=self._on_begun,
            failed=self._explain,
            owner=self,
            lane="write",
        )

    def _on_begun(self, saved: Saved) -> None:
        self._begin.setEnabled(True)
        self._announcer.tell(saved.changes)
        if saved.note.patient_id == self._patient_id:
            self._on_visit(saved.note.id)

    def _on_earlier(self) -> None:
        moment = earlier_visit.ask(self, now=self._deeds.now())
        if moment is not None:
            self._on_begin(moment.astimezone(UTC))

    def _on_edit(self) -> None:
        if self._shown is None:
            return
        kept: PatientKept | None = patient_form.ask(
            self,
            asks=self._deeds.patient_asks,
            runner=self._runner,
            patient=self._shown.patient,
        )
        if kept is not None:
            self._on_kept(kept.changes)

    def _on_visit(self, note_id: NoteId) -> None:
        self._navigator.go(places.session(note_id, patient_id=self._patient_id))

    def _on_new_episode(self) -> None:
        if self._patient_id is not None:
            self._keeper.begin(self._patient_id)

    def _on_kept(self, changes: Changes) -> None:
        self._announcer.say(tr("Patient", "Saved"))
        self._announcer.tell(changes)

    def _explain(self, problem: Exception) -> None:
        self._begin.setEnabled(True)
        self._announcer.explain(problem)
        if isinstance(problem, RuleBroken) and problem.rule is Rule.PATIENT_NOT_FOUND:
            self._patient_id = None
            self._clear()
            self._nobody.show()

    def _lay_out(self) -> None:
        step = theme.space(self)
        self._begin = self._deed(
            "begin_session", tr("Patient", "Begin session"), does=self._on_begin
        )
        theme.mark(self._begin, "primary")
        set_tip(self._begin, tr("Patient", "Begin or continue today's session (Ctrl+Enter)"))
        self._deed(
            "earlier_visit", tr("Patient", "Record an earlier visit …"), does=self._on_earlier
        )
        self._deed("new_episode", tr("Patient", "New episode"), does=self._on_new_episode)
        self._deed("edit_patient", tr("Patient", "Edit details"), does=self._on_edit)
        self._body = QWidget()
        whole = QVBoxLayout(self._body)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(step)
        whole.addWidget(self._banner)
        spoken = tr("Patient", "Plan and episodes")
        whole.addWidget(Columns(self._timeline, self._progress, self._side(), last_name=spoken), 1)
        words = tr("Patient", "No patient is open. Find one in Today, or with Ctrl+K.")
        self._nobody = theme.label(words, role="muted")
        self._nobody.setObjectName("patient_nobody")
        self._nobody.setAlignment(Qt.AlignmentFlag.AlignCenter)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2 * step, round(0.7 * step), 2 * step, round(0.7 * step))
        outer.addWidget(self._nobody)
        outer.addWidget(self._body)
        self._body.hide()

    def _side(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(self, 1.5))
        column.addWidget(self._plan)
        column.addWidget(self._episodes)
        column.addStretch(1)
        return side

    def _deed(self, name: str, words: str, *, does: Callable[[], None]) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.clicked.connect(lambda: does())
        self._banner.deeds.addWidget(button)
        return button

    def _connect(self) -> None:
        self._parts = (
            self._banner, self._timeline, self._progress, self._plan, self._episodes,
        )  # fmt: skip
        self._sections = SectionKeys(self, self._parts)
        self._keeper = EpisodeKeeper(
            self._episodes, self, deeds=self._deeds, announcer=self._announcer, runner=self._runner
        )
        self._timeline.visit_chosen.connect(self._on_visit)
        self._progress.visit_chosen.connect(self._on_visit)
        self._progress.threshold_chosen.connect(self._deeds.keep_threshold)
        self._announcer.changed.connect(self._on_changed)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._on_begin)

"""Where backups go, how the last one went, and whether one can be restored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QProgressBar, QWidget

from ims_notes.ui import backup_words, theme
from ims_notes.ui.announcer import speak
from ims_notes.ui.models.lines import Line
from ims_notes.ui.pages.safety.backup_asks import TRY_RESTORE
from ims_notes.ui.pages.safety.backup_folders import FolderRow
from ims_notes.ui.pages.safety.step import button, put_in_order
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr, tr_count
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.flow import Flow
from ims_notes.ui.widgets.line_list import LineList

if TYPE_CHECKING:
    from collections.abc import Callable

    from ims_notes.services.keep_backups import BackedUp
    from ims_notes.services.ports.backups import Listed
    from ims_notes.ui.announcer import Announcer
    from ims_notes.ui.navigator import Place
    from ims_notes.ui.pages.safety.backup_asks import BackupAsks, BackupsState, Trial
    from ims_notes.ui.runner import Runs

_SHOWN: Final = 12
"""So many of the newest backups are listed here; the page that restores lists all."""


class BackupsCard(Card):
    """Shows how the record is backed up; reads it again at every visit and after each backup."""

    _advanced = Signal(int, int)

    def __init__(self, *, runner: Runs, announcer: Announcer, asks: BackupAsks) -> None:
        """Lay the card out; `open` fills it."""
        super().__init__(tr("Backups", "Backups"))
        self.setObjectName("backups_card")
        self._runner = runner
        self._announcer = announcer
        self._asks = asks
        self._state: BackupsState | None = None
        self._tries = self._is_asked_to_try = False
        self._held: QWidget | None = None
        self._last = theme.label(wrap=True)
        self._last.setObjectName("last_backup_said")
        self._bar = QProgressBar()
        self._bar.setObjectName("backup_progress")
        self._bar.setAccessibleName(tr("Backups", "Backing up"))
        self._now = button("back_up_now", tr("Backups", "Back up now"))
        theme.mark(self._now, "primary")
        self._stop = button("stop_backup", tr("Backups", "Stop"))
        self._try = button("try_restore", tr("Backups", "Try a restore"))
        self._restore = button("go_restore", tr("Backups", "Restore a backup …"))
        for each in (self._now, self._try):
            each.setEnabled(False)  # Until it is known what there is.
        self._trial = theme.label(wrap=True, role="muted")
        self._trial.setObjectName("trial_said")
        self._first = FolderRow("first_folder", tr("Backups", "Backups go to"), is_first=True)
        self._second = FolderRow("second_folder", tr("Backups", "A second copy goes to"))
        self._rows = LineList("backup_rows", tr("Backups", "Backups kept"), click_chooses=False)
        self._rows.least_rows = 3
        self._lay_out()
        self._connect()

    def open(self, place: Place) -> None:
        """Read how things are, and try a restore where that is asked for."""
        self._is_asked_to_try = place.focus == TRY_RESTORE
        self._ask()

    def _ask(self) -> None:
        self._runner.submit(
            self._asks.state,
            done=self._show,
            failed=self._announcer.explain,
            owner=self,
            latest="backups",
        )

    def _show(self, state: BackupsState) -> None:
        self._state = state
        self._last.setText(_last_words(state))
        theme.mark(self._last, "attention" if state.is_late else "body")
        self._now.setEnabled(state.may_back_up)
        self._try.setEnabled(bool(state.backups))
        if not self._tries:
            self._say_trial(_trial_words(state), "attention" if state.wants_trial else "muted")
        self._first.show_folder(state.folders[0], may_change=state.may_back_up)
        second = state.folders[1] if len(state.folders) > 1 else None
        self._second.show_folder(second, may_change=state.may_back_up)
        self._rows.show_lines([_line(each) for each in state.backups[:_SHOWN]])
        self._rows.setVisible(bool(state.backups))
        first, second_stops = self._first.stops(), self._second.stops()
        put_in_order((self._now, self._try, self._restore, *first, *second_stops, self._rows))
        if self._is_asked_to_try:
            self._is_asked_to_try = False
            self._on_try()

    def _lay_out(self) -> None:
        step = theme.space(self)
        deeds = Flow(gap=step)
        for widget in (self._now, self._stop, self._try, self._restore):
            deeds.addWidget(widget)
        self.body.addWidget(self._last)
        self.body.addWidget(self._bar)
        self.body.addLayout(deeds)
        self.body.addWidget(self._trial)
        self.body.addSpacing(step)
        self.body.addWidget(self._first)
        self.body.addWidget(self._second)
        self.body.addSpacing(step)
        self.body.addWidget(self._rows)
        hidden: tuple[QWidget, ...] = (self._bar, self._stop, self._trial, self._rows)
        for each in hidden:
            each.hide()

    def _connect(self) -> None:
        watch = self._asks.watch
        watch.began.connect(self._on_began)
        watch.advanced.connect(self._on_advanced)
        watch.ended.connect(self._on_ended)
        self._advanced.connect(self._on_advanced)
        self._now.clicked.connect(self._on_now)
        self._stop.clicked.connect(lambda: self._asks.stop())
        self._try.clicked.connect(self._on_try)
        self._restore.clicked.connect(lambda: self._asks.restore())
        self._rows.chosen.connect(lambda _path: self._asks.restore())
        for row in (self._first, self._second):
            row.choose.connect(self._on_choose)
            row.cleared.connect(self._on_cleared)

    @Slot()
    def _on_now(self) -> None:
        if not self._asks.back_up():
            self._announcer.say(tr("Backups", "A backup is under way already"))

    @Slot()
    def _on_began(self) -> None:
        self._busy(True, tr("Backups", "Backing up"))
        self._stop.show()

    @Slot(int, int)
    def _on_advanced(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    @Slot(object)
    def _on_ended(self, done: BackedUp | None) -> None:
        self._stop.hide()
        self._busy(False)
        if done is not None and done.made:
            self._announcer.say(tr("Backups", "Backed up and verified"))
        if self.isVisible():
            self._ask()

    def _busy(self, is_busy: bool, words: str = "") -> None:
        held = self._held
        if is_busy:
            self._held = next((each for each in (self._now, self._try) if each.hasFocus()), None)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(words)
        self._bar.setVisible(is_busy)
        self._now.setVisible(not is_busy)
        self._try.setVisible(not is_busy)
        if held is not None and not is_busy and self.isAncestorOf(self.window().focusWidget()):
            held.setFocus()

    @Slot()
    def _on_try(self) -> None:
        newest = self._state.backups[0].path if self._state and self._state.backups else None
        if newest is None:
            return
        self._tries = True
        self._busy(True, tr("Backups", "Trying a restore"))
        self._say_trial(tr("Backups", "Restoring into a sandbox and checking everything …"))
        progress = self._progress()
        self._runner.submit(
            lambda: self._asks.try_restore(newest, progress),
            done=self._on_tried,
            failed=self._on_not_restored,
            owner=self,
            lane="backup",
        )

    def _progress(self) -> Callable[[int, int], None]:
        """Return what the backup lane reports to."""

        def told(done: int, total: int) -> None:
            if shiboken6.isValid(self):
                self._advanced.emit(done, total)

        return told

    def _on_tried(self, trial: Trial) -> None:
        self._busy(False)
        self._asks.tell_tried()
        words, role = _tried_words(trial)
        self._say_trial(words, role)
        speak(self._trial, words)

    def _on_not_restored(self, problem: Exception) -> None:
        self._busy(False)
        self._say_trial(sentence(problem), "danger")
        speak(self._trial, sentence(problem))

    def _say_trial(self, words: str, role: str = "muted") -> None:
        self._trial.setText(words)
        theme.mark(self._trial, role)
        self._trial.setVisible(bool(words))

    @Slot()
    def _on_choose(self) -> None:
        row = self.sender()
        if not isinstance(row, FolderRow):
            return
        chosen = self._asks.choose_folder(self, row.path)
        if chosen:
            self._keep(row, chosen)

    @Slot()
    def _on_cleared(self) -> None:
        row = self.sender()
        if isinstance(row, FolderRow):
            self._keep(row, "")

    def _keep(self, row: QWidget, path: str) -> None:
        first = path if row is self._first else self._first.path
        second = path if row is self._second else self._second.path
        if first and first == second:
            words = tr("Backups", "Choose two different folders, best on two different drives.")
            self._say_trial(words, "attention")
            return
        self._asks.keep_folders(first, second)
        self._announcer.say(tr("Backups", "Saved"))
        self._ask()


def _last_words(state: BackupsState) -> str:
    if not state.may_back_up and not state.backups:
        return tr("Backups", "The demo clinic, and a record that is only read, are not backed up.")
    if not state.backups or state.backups[0].manifest is None:
        return tr("Backups", "There is no backup yet. One is made when you close the program.")
    when = backup_words.made_when(state.backups[0].manifest)
    return tr_count(
        "Backups",
        one="Last backup {when}, verified. One is kept.",
        many="Last backup {when}, verified. {n} are kept: every one of today, then 12 days, "
        "10 weeks and 9 months.",
        n=len(state.backups),
        when=when,
    )


def _trial_words(state: BackupsState) -> str:
    if state.wants_trial:
        return tr(
            "Backups",
            "Try once a year whether a backup can be restored: one click, into a sandbox; "
            "your record is not touched.",
        )
    if state.tried is None:
        return ""
    when = backup_words.moment(state.tried, state.zone)
    return tr("Backups", "Restoring was last tried {when}.", when=when)


def _tried_words(trial: Trial) -> tuple[str, str]:
    when = backup_words.made_when(trial.manifest)
    if trial.problems:
        words = tr_count(
            "Backups",
            one="The backup of {when} was restored, but the check found {n} thing wrong in it. "
            "Check the record itself too.",
            many="The backup of {when} was restored, but the check found {n} things wrong in it. "
            "Check the record itself too.",
            n=trial.problems,
            when=when,
        )
        return words, "danger"
    words = tr(
        "Backups",
        "It works: the backup of {when} was restored into a sandbox, everything in it agrees with "
        "its seals ({holds}), and the sandbox is gone.",
        when=when,
        holds=backup_words.holds(trial.manifest),
    )
    return words, "ok"


def _line(each: Listed) -> Line:
    title, detail, tone = backup_words.line_of(each)
    return Line(key=each.path, item=each.path, title=title, detail=detail, tone=tone)

"""Says calmly why the record cannot be opened, what is safe, and what to do; never "delete"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ims_notes.ui import theme
from ims_notes.ui.dialogs import confirm
from ims_notes.ui.translation import tr
from ims_notes.ui.troubles import ALWAYS, STEP_WORDS, Step, Told, told
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.flow import Flow
from ims_notes.ui.widgets.icon_label import IconLabel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class CannotOpenAsks:
    """What the page asks of the program.

    Attributes:
        host: the name of this computer.
        report: what may be told about the trouble, without any patient text.
        choose_folder: lets the therapist choose a folder; empty where they thought better of it.
    """

    host: str
    report: Callable[[], str]
    choose_folder: Callable[[QWidget, str], str]


class CannotOpenPage(QWidget):
    """The reason, what is safe, the next steps, and where the record lies.

    Signals:
        try_again, look_only, restore_asked, look_around: the step of that name was taken.
        accept_asked: open the record although something is missing; asked and confirmed.
        take_over_asked: nobody works at the computer that the lock names; asked and confirmed.
        other_folder: the record of this folder is to be opened instead.
    """

    try_again = Signal()
    look_only = Signal()
    restore_asked = Signal()
    accept_asked = Signal()
    take_over_asked = Signal()
    look_around = Signal()
    other_folder = Signal(str)

    def __init__(self, *, problem: Exception, folder: Path, asks: CannotOpenAsks) -> None:
        """Show the problem; nothing on the disk is touched."""
        super().__init__()
        self.setObjectName("cannot_open_page")
        self._asks, self._folder = asks, folder
        self._told = told(problem, host=asks.host)
        self.setAccessibleName(self._told.title)
        margin = theme.space(self, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, margin, margin, margin)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._card(self._told), 8)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addStretch(1)

    def _card(self, words: Told) -> Card:
        card = Card()
        card.setMaximumWidth(theme.space(self, 100))
        step = theme.space(self)
        head = QHBoxLayout()
        head.setSpacing(step)
        head.addWidget(IconLabel("warning", "attention", size=28), 0, Qt.AlignmentFlag.AlignTop)
        title = theme.label(words.title, role="title", wrap=True)
        title.setObjectName("trouble_title")
        head.addWidget(title, 1)
        card.body.addLayout(head)
        for name, caption, text in (
            ("happened", tr("CannotOpen", "What happened"), words.happened),
            ("safe", tr("CannotOpen", "What is safe"), words.safe),
            ("now", tr("CannotOpen", "What to do now"), words.now),
        ):
            card.body.addSpacing(step // 2)
            card.body.addWidget(theme.label(caption, role="strong"))
            card.body.addWidget(self._sentence(f"trouble_{name}", text))
        card.body.addSpacing(step)
        card.body.addLayout(self._own_steps(words.steps))
        card.body.addSpacing(step)
        card.body.addWidget(theme.label(tr("CannotOpen", "It lies in this folder:")))
        card.body.addWidget(self._where())
        card.body.addLayout(self._steps(s for s in ALWAYS if s not in words.steps))
        return card

    def _sentence(self, name: str, text: str) -> QLabel:
        made = theme.label(text, wrap=True)
        made.setObjectName(name)
        return made

    def _where(self) -> QLabel:
        where = theme.label(str(self._folder), role="muted", wrap=True)
        where.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        where.setObjectName("record_folder")
        where.setAccessibleName(tr("CannotOpen", "Where the record lies"))
        return where

    def _own_steps(self, steps: tuple[Step, ...]) -> Flow:
        row = self._steps(steps)
        if (item := row.itemAt(0)) is not None and (first := item.widget()) is not None:
            theme.mark(first, "primary")
            self.setFocusProxy(first)
        return row

    def _steps(self, steps: Iterable[Step]) -> Flow:
        row = Flow(gap=theme.space(self))
        for step in steps:
            words = tr("CannotOpen", str(STEP_WORDS[step]))
            button = QPushButton(words)
            button.setObjectName(step.value)
            button.setAccessibleName(words)
            if step in ALWAYS:
                theme.mark(button, "quiet")
            button.clicked.connect(lambda _checked=False, step=step: self._take(step))
            row.addWidget(button)
        return row

    def _take(self, step: Step) -> None:
        deeds: dict[Step, Callable[[], object]] = {
            Step.TRY_AGAIN: self.try_again.emit,
            Step.LOOK_ONLY: self.look_only.emit,
            Step.RESTORE: self.restore_asked.emit,
            Step.LOOK_AROUND: self.look_around.emit,
            Step.OPEN_AS_IS: self._on_open_as_is,
            Step.TAKE_OVER: self._on_take_over,
            Step.OTHER_FOLDER: self._on_other_folder,
            Step.COPY_REPORT: self._on_copy_report,
        }
        deeds[step]()

    def _on_open_as_is(self) -> None:
        is_sure = confirm.ask(
            self,
            question=tr("CannotOpen", "Open it as it is?"),
            detail=tr(
                "CannotOpen",
                "What is missing stays missing here; a backup that holds it can still be restored "
                "later. The audit keeps that you accepted this.",
            ),
            yes=tr("CannotOpen", "Open it as it is"),
            danger=True,
        )
        if is_sure:
            self.accept_asked.emit()

    def _on_take_over(self) -> None:
        is_sure = confirm.ask(
            self,
            question=tr("CannotOpen", "Does nobody work with it there?"),
            detail=tr(
                "CannotOpen",
                "If the other computer still has the record open, two writers can damage it. Go "
                "and look first.",
            ),
            yes=tr("CannotOpen", "Nobody does: open it here"),
            danger=True,
        )
        if is_sure:
            self.take_over_asked.emit()

    def _on_other_folder(self) -> None:
        chosen = self._asks.choose_folder(self, str(self._folder))
        if chosen:
            self.other_folder.emit(chosen)

    def _on_copy_report(self) -> None:
        QGuiApplication.clipboard().setText(self._asks.report())
        button = self.findChild(QPushButton, Step.COPY_REPORT.value)
        if button is not None:
            button.setText(tr("CannotOpen", "The report is on the clipboard"))
            button.setAccessibleName(button.text())

"""What the line could not read, in sentences beneath it, each with its mends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ims_notes.ui import icons, theme
from ims_notes.ui.plain import set_tip
from ims_notes.ui.translation import tr, tr_count
from ims_notes.ui.widgets.flow import Flow, clear
from ims_notes.ui.words import sentence_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ims_notes.domain.shorthand import Choice, Mark

MOST_SHOWN: Final = 2
MOST_KEYS: Final = 9


class MarkList(QWidget):
    """One line at least: the meaning of the entry at the cursor, or the marks instead.

    Alt and a figure take a mend of the first mark that has some; its buttons show the figures.
    """

    mended = Signal(object, object)
    pointed = Signal(object)

    def __init__(self) -> None:
        """Show an empty line."""
        super().__init__()
        self.setObjectName("mark_list")
        self._marks: tuple[tuple[Mark, bool], ...] = ()
        self._hint = theme.label(role="caption", wrap=True)
        self._hint.setObjectName("entry_meaning")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._hint)
        column.addLayout(self._rows)
        self._hint.setMinimumHeight(theme.space(self, 3))

    def show_marks(self, errors: Sequence[Mark], warnings: Sequence[Mark], *, hint: str) -> None:
        """Show the first marks, errors before warnings; the hint stands where there are none."""
        marks = (*((m, True) for m in errors), *((m, False) for m in warnings))
        self._hint.setText(hint)
        self._hint.setVisible(not marks)
        if marks == self._marks:
            return
        self._marks = marks
        clear(self._rows)
        keyed = self._keyed()
        for mark, is_error in marks[:MOST_SHOWN]:
            self._rows.addWidget(self._row(mark, is_error=is_error, has_keys=mark is keyed))
        if len(marks) > MOST_SHOWN:
            self._rows.addWidget(self._rest([is_error for _, is_error in marks[MOST_SHOWN:]]))

    def mend(self, figure: int) -> bool:
        """Take a mend by its figure, counted from 1; false if there is none."""
        mark = self._keyed()
        if mark is None or figure > len(mark.choices):
            return False
        self.mended.emit(mark, mark.choices[figure - 1])
        return True

    def _rest(self, errors: Sequence[bool]) -> QLabel:
        """Count what is not shown; only what cannot be read holds up signing."""
        unread = sum(errors)
        doubtful = len(errors) - unread
        said = [
            tr_count(
                "Marks",
                one="{n} more cannot be read",
                many="{n} more cannot be read",
                n=unread,
            )
        ]
        said.append(
            tr_count("Marks", one="{n} more to check", many="{n} more to check", n=doubtful)
        )
        words = [each for each, n in zip(said, (unread, doubtful), strict=True) if n]
        rest = theme.label("; ".join(words), role="caption")
        rest.setObjectName("marks_rest")
        return rest

    def _keyed(self) -> Mark | None:
        return next((m for m, _ in self._marks[:MOST_SHOWN] if m.choices), None)

    def _row(self, mark: Mark, *, is_error: bool, has_keys: bool) -> QWidget:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.space(self))
        sign = theme.label()
        role = "danger" if is_error else "attention"
        sign.setPixmap(icons.icon("problem" if is_error else "warning", role).pixmap(QSize(16, 16)))
        sign.setFixedSize(18, theme.space(self, 3))
        across.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        said = QWidget()
        flow = Flow(said, gap=theme.space(self) // 2)
        words = theme.label(sentence_of(mark), role=role)
        words.setMinimumHeight(theme.space(self, 3))
        words.setObjectName("mark_sentence")
        flow.addWidget(words)
        for figure, choice in enumerate(mark.choices[:MOST_KEYS], 1):
            flow.addWidget(self._button(mark, choice, figure=figure if has_keys else 0))
        across.addWidget(said, 1)
        return row

    def _button(self, mark: Mark, choice: Choice, *, figure: int) -> QPushButton:
        label = choice.label.replace("&", "&&")
        if figure:
            label = tr("Marks", "{figure}  {choice}", figure=figure, choice=label)
        button = QPushButton(label)
        button.setObjectName(f"mend_{figure}")
        button.setAccessibleName(tr("Marks", "Replace by {choice}", choice=choice.label))
        if figure:
            set_tip(button, tr("Marks", "Alt+{figure}", figure=figure))
        button.clicked.connect(lambda: self.mended.emit(mark, choice))
        return button

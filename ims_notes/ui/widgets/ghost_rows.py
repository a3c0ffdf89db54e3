"""Last visit's muscles as proposals: nothing of them is recorded until each is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ims_notes.domain.sites import NeedlingSite
from ims_notes.ui import icons, theme
from ims_notes.ui.models.site_columns import COLUMNS
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.flow import clear

if TYPE_CHECKING:
    from ims_notes.domain.shorthand import Vocabulary

_CARRIED = ("needle", "technique")


def without_findings(site: NeedlingSite) -> NeedlingSite:
    """Return where and how was needled; twitch, pain, counts and reactions are never carried."""
    return NeedlingSite(
        muscle=site.muscle,
        side=site.side,
        level=site.level,
        target=site.target,
        diameter_mm=site.diameter_mm,
        length_mm=site.length_mm,
        techniques=site.techniques,
    )


class GhostRows(QWidget):
    """A line for each proposal.

    Signals:
        taken: the site to be written into the line, without findings.
        answered: every proposal was taken or dropped.
    """

    taken = Signal(object)
    answered = Signal()

    def __init__(self) -> None:
        """Propose nothing."""
        super().__init__()
        self.setObjectName("ghost_rows")
        self._vocabulary: Vocabulary | None = None
        self._open: list[NeedlingSite] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space(self) // 2)
        self.hide()

    def know(self, vocabulary: Vocabulary) -> None:
        """Name muscles by this vocabulary."""
        self._vocabulary = vocabulary

    def propose(self, last: tuple[NeedlingSite, ...] | None, has: set[tuple[object, ...]]) -> None:
        """Propose the last visit's sites but those recorded already; None ends the proposal."""
        if last is None:
            self._open = None
            self.hide()
            return
        if self._open is None:
            self._open = [without_findings(site) for site in last]
        still = [site for site in self._open if place_of(site) not in has]
        if still != self._open or self.isHidden():
            self._open = still
            self._show()

    def _show(self) -> None:
        clear(self._column)
        self.setVisible(bool(self._open))
        if not self._open:
            self.answered.emit()
            return
        words = tr("Ghosts", "From the last visit, not recorded yet: Enter adds, Delete drops")
        self._column.addWidget(theme.label(words, role="caption", wrap=True))
        for number, site in enumerate(self._open):
            row = _GhostRow(self._words(site), name=f"ghost_{number}")
            row.taken.connect(lambda site=site: self.taken.emit(site))
            row.dropped.connect(lambda site=site: self._drop(site))
            self._column.addWidget(row)

    def _drop(self, site: NeedlingSite) -> None:
        self._open = [each for each in self._open or () if each is not site]
        self._show()
        if self._open:
            self.focus_first()

    def focus_first(self) -> None:
        """Take the keys at the first proposal."""
        for row in self.findChildren(_GhostRow):
            if not row.isHidden():
                row.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _words(self, site: NeedlingSite) -> str:
        show = {column.id: column.words(site, self._vocabulary) for column in COLUMNS}
        parts = [f"{show['side']} {show['muscle']}", *(show[each] for each in _CARRIED)]
        return " \u00b7 ".join(part for part in parts if part)


def place_of(site: NeedlingSite) -> tuple[object, ...]:
    """Return what makes two sites the same place."""
    return (site.muscle, site.side, site.level, site.target)


class _GhostRow(QFrame):
    """One proposal, dashed and in italics."""

    taken = Signal()
    dropped = Signal()

    def __init__(self, words: str, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(tr("Ghosts", "Proposed: {site}", site=words))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        step = theme.space(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(step, step // 4, step // 4, step // 4)
        label = theme.label(words, role="muted")
        font = label.font()
        font.setItalic(True)
        label.setFont(font)
        row.addWidget(label, 1)
        for title, icon, signal in (
            (tr("Ghosts", "Add"), "add", self.taken),
            (tr("Ghosts", "Drop"), "close", self.dropped),
        ):
            button = QPushButton(icons.icon(icon, "accent"), title)
            button.setObjectName(f"{name}_{icon}")
            button.setAccessibleName(tr("Ghosts", "{deed}: {site}", deed=title, site=words))
            theme.mark(button, "quiet")
            button.clicked.connect(signal)
            row.addWidget(button)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Plus):
            self.taken.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.dropped.emit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.tokens(self)
        pen = QPen(colours.accent if self.hasFocus() else colours.edge, 2 if self.hasFocus() else 1)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)

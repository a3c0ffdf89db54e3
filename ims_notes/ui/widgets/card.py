"""A white card: the container for everything that belongs together on a page."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ims_notes.ui import theme


class Card(QFrame):
    """Rounded container with an optional heading; put content in `body`, buttons in `corner`."""

    def __init__(self, heading: str = "", parent: QWidget | None = None) -> None:
        """Make an empty card; without a heading the head line stays away."""
        super().__init__(parent)
        self.setProperty("role", "card")
        step = theme.space(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2 * step, 2 * step, 2 * step, 2 * step)
        outer.setSpacing(step)
        head = QHBoxLayout()
        self._heading: QLabel = theme.label(heading, role="heading")
        # Showing a label that has no parent yet would flash a window of its own.
        if not heading:
            self._heading.hide()
        head.addWidget(self._heading)
        head.addStretch(1)
        self.corner = QHBoxLayout()
        head.addLayout(self.corner)
        outer.addLayout(head)
        self.body = QVBoxLayout()
        self.body.setSpacing(step)
        outer.addLayout(self.body, 1)
        if heading:
            self.setAccessibleName(heading)

    def set_heading(self, heading: str) -> None:
        """Change the heading; an empty one hides it."""
        self._heading.setText(heading)
        self._heading.setVisible(bool(heading))
        self.setAccessibleName(heading)

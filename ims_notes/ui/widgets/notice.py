"""A calm notice on the page: an icon, one sentence, the next step. Never a modal window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from ims_notes.ui import icons, theme
from ims_notes.ui.announcer import speak
from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable

Kind = Literal["info", "attention", "danger"]
_ICONS = {"info": "info", "attention": "warning", "danger": "problem"}
_COLOURS = {"info": "accent", "attention": "attention", "danger": "danger"}


class Notice(QFrame):
    """Hidden until `show_notice`; the therapist closes it or takes the step."""

    def __init__(self, parent: QWidget | None = None, *, name: str = "notice") -> None:
        """Make a hidden notice whose parts are named after `name`."""
        super().__init__(parent)
        self.setObjectName(name)
        self._step: Callable[[], object] | None = None
        self._icon = QLabel()
        self._sentence = theme.label(wrap=True)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._sentence.setObjectName(f"{name}_sentence")
        self._button = QPushButton()
        self._button.setObjectName(f"{name}_step")
        self._button.clicked.connect(self._on_step_clicked)
        self._close = QToolButton()
        self._close.setObjectName(f"{name}_close")
        self._close.setIcon(icons.icon("close"))
        self._close.setAccessibleName(tr("Notice", "Close this notice"))
        self._close.setToolTip(tr("Notice", "Close this notice"))
        theme.mark(self._close, "quiet")
        self._close.clicked.connect(self.hide)
        self._lay_out()
        self.hide()

    @property
    def sentence(self) -> str:
        """What the notice says; empty while it says nothing."""
        return "" if self.isHidden() else self._sentence.text()

    def show_notice(
        self,
        sentence: str,
        *,
        kind: Kind = "info",
        step: str = "",
        on_step: Callable[[], object] | None = None,
    ) -> None:
        """Say a plain-text sentence and offer a next step; it is spoken too."""
        self._step = on_step
        self._sentence.setText(sentence)
        self._icon.setPixmap(
            icons.pixmap(_ICONS[kind], 20, role=_COLOURS[kind], scale=self.devicePixelRatioF())
        )
        self._button.setText(step)
        self._button.setAccessibleName(step)
        self._button.setVisible(bool(step) and on_step is not None)
        self.setAccessibleName(sentence)
        theme.mark(self, f"notice_{kind}")
        self.show()
        speak(self, sentence)

    def _lay_out(self) -> None:
        step = theme.space(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * step, step, step, step)
        row.setSpacing(step)
        row.addWidget(self._icon)
        row.addWidget(self._sentence, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)

    def _on_step_clicked(self) -> None:
        self.hide()
        if self._step is not None:
            self._step()

"""A calm notice on the page: an icon, one sentence, the next step. Never a modal window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from ims_notes.ui import icons, theme
from ims_notes.ui.announcer import NoticeText, speak
from ims_notes.ui.plain import set_tip
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.icon_label import IconLabel

_ICONS = {"info": "info", "attention": "warning", "danger": "problem"}
_COLOURS = {"info": "accent", "attention": "attention", "danger": "danger"}


class Notice(QFrame):
    """Hidden until `show_notice`; the therapist closes it or takes the step."""

    def __init__(self, parent: QWidget | None = None, *, name: str = "notice") -> None:
        """Make a hidden notice whose parts are named after `name`."""
        super().__init__(parent)
        self.setObjectName(name)
        self._shown = NoticeText(sentence="")
        self._icon = IconLabel("info", "accent", size=20)
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
        set_tip(self._close, tr("Notice", "Close this notice"))
        theme.mark(self._close, "quiet")
        self._close.clicked.connect(self.hide)
        self._lay_out()
        self.hide()

    @property
    def shown(self) -> NoticeText | None:
        """What the notice says now; nothing while it is hidden."""
        return None if self.isHidden() else self._shown

    def show_notice(self, text: NoticeText) -> None:
        """Say a sentence, in plain text, and offer its next step; it is spoken too."""
        self._shown = text
        self._sentence.setText(text.sentence)
        self._icon.show_icon(_ICONS[text.kind], _COLOURS[text.kind])
        self._button.setText(text.step)
        self._button.setAccessibleName(text.step)
        self._button.setVisible(bool(text.step))
        self.setAccessibleName(text.sentence)
        theme.mark(self, f"notice_{text.kind}")
        self.show()
        speak(self, text.sentence)

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
        if self._shown.on_step is not None:
            self._shown.on_step()

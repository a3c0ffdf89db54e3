"""Small controls whose empty state means "not recorded": segments, pick lists, chips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QIcon, QPainter
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from ims_notes.ui import icons, theme
from ims_notes.ui.plain import set_tip
from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QPaintEvent, QWheelEvent


class Segments(QWidget):
    """A few buttons of which at most one is down; pressing it again records nothing."""

    chosen = Signal(object)

    def __init__(self, name: str, choices: Iterable[tuple[str, str]], *, title: str) -> None:
        """Make the buttons; `name` begins their object names, `title` their spoken names."""
        super().__init__()
        self.setObjectName(name)
        self._buttons: dict[str, QPushButton] = {}
        self._value: str | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(max(2, theme.space(self) // 2))
        for value, words in choices:
            button = QPushButton(words)
            button.setObjectName(f"{name}_{value}")
            button.setAccessibleName(tr("Choices", "{title}: {choice}", title=title, choice=words))
            button.setCheckable(True)
            button.clicked.connect(lambda _checked, value=value: self._on_clicked(value))
            button.ensurePolished()
            heavier = QFontMetrics(theme.font("strong")).horizontalAdvance(words)
            heavier -= button.fontMetrics().horizontalAdvance(words)
            button.setMinimumWidth(button.sizeHint().width() + max(0, heavier))
            row.addWidget(button)
            self._buttons[value] = button
        row.addStretch(1)

    @property
    def value(self) -> str | None:
        """What is down; None for nothing."""
        return self._value

    def show_value(self, value: str | None) -> None:
        """Show a value without saying that it was chosen."""
        self._value = value
        for each, button in self._buttons.items():
            button.setChecked(each == value)
            theme.wear(button, "strong" if each == value else "body")

    def _on_clicked(self, value: str) -> None:
        self.show_value(None if value == self._value else value)
        self.chosen.emit(self._value)


class PickList(QComboBox):
    """A short list; the first line stands for "not recorded" or, to add, for nothing yet."""

    chosen = Signal(object)

    def __init__(
        self,
        name: str,
        choices: Iterable[tuple[object, str]] = (),
        *,
        title: str,
        empty: str = "\u2013",
        length: int = 12,
    ) -> None:
        """Fill the list; `empty` is the word for None, `length` the letters that fit."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(length)
        self._empty = empty
        self.offer(choices)
        self.activated.connect(lambda index: self.chosen.emit(self.itemData(index)))

    @property
    def value(self) -> object:
        """What is shown; None for nothing."""
        return self.currentData()

    def offer(self, choices: Iterable[tuple[object, str]]) -> None:
        """Offer other choices."""
        with QSignalBlocker(self):
            self.clear()
            self.addItem(self._empty, None)
            for value, words in choices:
                self.addItem(words, value)

    def show_value(self, value: object, words: str = "") -> None:
        """Show a value without saying that it was chosen; own words join the list."""
        with QSignalBlocker(self):
            index = next((i for i in range(self.count()) if self.itemData(i) == value), -1)
            if index < 0:
                self.addItem(words or str(value), value)
                index = self.count() - 1
            self.setCurrentIndex(index)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll: a wheel must not change what is recorded."""
        event.ignore()


class AddList(PickList):
    """A pick list that adds what is picked and stands at its first line again."""

    def __init__(
        self, name: str, choices: Iterable[tuple[object, str]] = (), *, title: str
    ) -> None:
        """Fill the list; the title is its first line."""
        super().__init__(name, choices, title=title, empty=title, length=len(title))
        self.chosen.connect(lambda _value: self.show_value(None))


def numbers(low: int, high: int) -> list[tuple[object, str]]:
    """Return whole numbers as choices."""
    return [(n, str(n)) for n in range(low, high + 1)]


class Chip(QFrame):
    """Something recorded, in words: a press goes to its entry, the cross takes it away."""

    pointed = Signal()
    removed = Signal()

    def __init__(self, words: str, *, name: str) -> None:
        """Show the words, literally."""
        super().__init__()
        self.setObjectName(name)
        step = theme.space(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(step // 2, 0, 0, 0)
        row.setSpacing(0)
        self._words = self._button(words, f"{name}_words")
        self._words.setText(words.replace("&", "&&"))
        set_tip(self._words, tr("Choices", "Show it in the line"))
        self._words.clicked.connect(self.pointed)
        cross = self._button(tr("Choices", "Remove {words}", words=words), f"{name}_remove")
        cross.setIcon(icons.icon("close", "muted"))
        cross.setIconSize(QSize(12, 12))
        cross.clicked.connect(self.removed)
        row.addWidget(self._words)
        row.addWidget(cross)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a soft pill."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.tokens(self).hover)
        painter.drawRoundedRect(self.rect(), 6, 6)

    def _button(self, spoken: str, name: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setAccessibleName(spoken)
        theme.mark(button, "quiet")
        return button


class Toggle(QPushButton):
    """One fact that is either recorded or not, with a tick beside its words."""

    def __init__(self, name: str, words: str) -> None:
        """Make the button, not down."""
        super().__init__(words)
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setIconSize(QSize(14, 14))

    def show_value(self, value: object) -> None:
        """Show the fact as recorded or not."""
        is_recorded = bool(value)
        self.setChecked(is_recorded)
        self.setIcon(icons.icon("check", "accent") if is_recorded else QIcon())

"""Shows one of several widgets in one place and asks for the room of that one alone."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget


class ShownStack(QWidget):
    """Unlike a QStackedWidget, whose largest widget makes the page scroll while it is hidden."""

    def __init__(self, first: QWidget, *others: QWidget) -> None:
        """Take the widgets and show the first."""
        super().__init__()
        self._widgets = (first, *others)
        self._shown = first
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in self._widgets:
            column.addWidget(widget)
            widget.setVisible(widget is first)

    @property
    def shown(self) -> QWidget:
        """The widget that is shown."""
        return self._shown

    def show_only(self, widget: QWidget) -> None:
        """Show this widget and hide the others."""
        self._shown = widget
        for each in self._widgets:
            each.setVisible(each is widget)

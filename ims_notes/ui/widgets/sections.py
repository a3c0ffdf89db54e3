"""Keys that lead from part to part of a page: Alt and a figure, F6 on, Shift+F6 back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent


class SectionKeys(QObject):
    """Alt+1 … Alt+9 go to a part, F6 and Shift+F6 to the next and the one before."""

    def __init__(
        self,
        page: QWidget,
        sections: Sequence[QWidget],
        *,
        enter: Callable[[int], object] | None = None,
    ) -> None:
        """Give the keys to `page`; `enter` replaces the usual way of entering a part."""
        super().__init__(page)
        self._page = page
        self._sections = tuple(sections)
        self._enter = enter or (lambda number: focus_first(self._sections[number]))
        for number in range(min(9, len(self._sections))):
            self._bind(f"Alt+{number + 1}", partial(self._enter, number))
        self._bind("F6", lambda: self._step(1))
        self._bind("Shift+F6", lambda: self._step(-1))

    def _bind(self, keys: str, deed: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self._page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(deed)

    def _step(self, by: int) -> None:
        held = self._page.focusWidget()
        here = next((i for i, s in enumerate(self._sections) if s.isAncestorOf(held)), None)
        first = -1 if by > 0 else 0
        self._enter(((first if here is None else here) + by) % len(self._sections))


def focus_first(section: QWidget) -> bool:
    """Put the focus on the first widget of a part that takes it, else on what scrolls the part.

    Returns false where there is neither.
    """
    found = _first_inside(section)
    areas = areas_around(section)
    for area in areas:
        area.ensureWidgetVisible(found or section)
    found = found or next((a for a in areas if a.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
    if found is not None:
        found.setFocus(Qt.FocusReason.ShortcutFocusReason)
    return found is not None


def scrolled_by_key(page: QWidget, event: QKeyEvent) -> bool:
    """Scroll the area around a page by PageUp and PageDown; false for any other key."""
    pages = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()), 0)
    for area in areas_around(page)[:1] if pages else ():
        bar = area.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())
    return bool(pages)


def areas_around(section: QWidget) -> list[QScrollArea]:
    """Return the areas that scroll a part, the nearest first."""
    areas, here = [], section.parentWidget()
    while here is not None:
        if isinstance(here, QScrollArea):
            areas.append(here)
        here = here.parentWidget()
    return areas


def _first_inside(section: QWidget) -> QWidget | None:
    """Return the widget that is read first among those that take the focus."""
    # Not by nextInFocusChain: PySide binds what that returns, in the end the window itself, to
    # the life of the widget asked; once a label of the chain goes, the window is torn down.
    window = section.window()
    taking = [
        here
        for here in (section, *section.findChildren(QWidget))
        if here.focusPolicy() & Qt.FocusPolicy.TabFocus
        and here.isEnabled()
        and here.isVisibleTo(window)
    ]
    first = min(taking, key=lambda here: _place_in(section, here), default=None)
    return first and _chosen_beside(first)


def _place_in(section: QWidget, here: QWidget) -> tuple[int, int]:
    corner = here.mapTo(section, QPoint(0, 0))
    return corner.y(), corner.x()


def _chosen_beside(button: QWidget) -> QWidget:
    """Prefer, among buttons of which one is down, that one; Tab would come to it too."""
    group = button.group() if isinstance(button, QAbstractButton) else None
    return (group.checkedButton() if group is not None else None) or button

"""What anybody needs of a window: names, sizes, whole words, a way by Tab to everything."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QTabBar,
    QTableView,
    QWidget,
)


def shown(window, kind=QWidget):
    return [w for w in window.findChildren(kind) if w.isVisible()]


def focusable(window):
    return [w for w in shown(window) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]


def who(widget):
    words = widget.text() if isinstance(widget, QLabel | QAbstractButton | QLineEdit) else ""
    above = widget.parentWidget().objectName() if widget.parentWidget() else ""
    return f"{type(widget).__name__} {widget.objectName()} {words[:40]!r} in {above!r}"


def is_part_of_qt(widget):
    """Is it a part of another control, such as a scroll bar or the line of a combo box?"""
    inside = isinstance(widget.parentWidget(), QComboBox | QLineEdit)
    return inside or widget.objectName().startswith("qt_") or isinstance(widget, QAbstractSlider)


def unnamed(window):
    return [
        who(w)
        for w in focusable(window)
        if not is_part_of_qt(w) and not (w.objectName() and w.accessibleName())
    ]


def too_small(window):
    kinds = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QAbstractItemView)
    return [
        f"{who(w)} {w.width()}x{w.height()}"
        for w in shown(window)
        if isinstance(w, kinds) and not is_part_of_qt(w) and min(w.width(), w.height()) < 24
    ]


def cut_off(window):
    """Return what has less room than its words need, or hangs out of what scrolls it."""
    found = []
    for widget in shown(window):
        if isinstance(widget, QLabel) and widget.text():
            if widget.wordWrap():
                lacks = widget.height() < widget.heightForWidth(widget.width())
            else:
                lacks = widget.width() < widget.sizeHint().width()
            if lacks or widget.height() < widget.fontMetrics().height():
                found.append(f"{who(widget)} {widget.size()} wants {widget.sizeHint()}")
        elif isinstance(widget, QAbstractButton) and widget.text() and not is_part_of_qt(widget):
            is_mark = isinstance(widget, QCheckBox | QRadioButton)
            needs = widget.minimumSizeHint() if is_mark else widget.sizeHint()
            if widget.width() < needs.width() or widget.height() < needs.height():
                found.append(f"{who(widget)} {widget.size()} wants {needs}")
    return found


def out_of_sight(window):
    """Return what neither stands in the window nor can be scrolled into it downwards."""
    frame = QRect(QPoint(0, 0), window.size())
    found = [who(area) for area in shown(window, QScrollArea) if is_wider_than_it_shows(area)]
    for widget in shown(window):
        if isinstance(widget, QAbstractButton | QLineEdit | QComboBox | QLabel):
            place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
            if any(map(is_scrolled, above(widget))):
                place.moveTop(0)
            if not frame.contains(place):
                found.append(f"{who(widget)} at {place}")
    return found


def above(widget):
    while (widget := widget.parentWidget()) is not None:
        yield widget


def is_scrolled(widget):
    return isinstance(widget, QScrollArea) and widget.verticalScrollBar().maximum() > 0


def is_wider_than_it_shows(area):
    return area.horizontalScrollBar().maximum() > 0


def shortened(window):
    """Return the headings and cells of tables that are not shown whole."""
    found = []
    for view in shown(window, QTableView):
        model, heads = view.model(), view.horizontalHeader()
        for at in range(model.columnCount()):
            if view.isColumnHidden(at):
                continue
            if heads.sectionSizeHint(at) > heads.sectionSize(at):
                found.append(f"{who(view)} heading {model.headerData(at, heads.orientation())}")
            for row in range(model.rowCount()):
                index = model.index(row, at)
                if view.sizeHintForIndex(index).width() > view.columnWidth(at):
                    found.append(f"{who(view)} cell {index.data()}")
    return found


def never_reached(window):
    """Return what Tab never comes to."""
    wanted = {
        w.objectName()
        for w in focusable(window)
        if w.isEnabled() and not is_part_of_qt(w) and not is_one_of_several(w)
    }
    seen = set()
    for _ in range(2 * len(wanted) + 20):
        here = QApplication.focusWidget() or window
        seen.add(here.objectName())
        QTest.keyClick(here, Qt.Key.Key_Tab)
    return sorted(wanted - seen)


def is_one_of_several(widget):
    """Of several buttons of which one is down Tab comes to that one; arrows lead to the rest."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None or isinstance(widget, QRadioButton | QTabBar)


CHECKS = (unnamed, too_small, cut_off, shortened, out_of_sight, never_reached)


def what_is_wrong(window):
    """Return what would keep somebody from using what a window shows."""
    return [f"{check.__name__}: {found}" for check in CHECKS for found in check(window)]

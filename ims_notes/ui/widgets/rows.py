"""Rows of lists and tables high enough to hit and to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QFontMetrics


def row_height(metrics: QFontMetrics, lines: int = 1) -> int:
    """Return the height of a row of so many lines of words, never under 28 px."""
    return max(28, round(metrics.lineSpacing() * (lines + 0.8)))


class RoomyDelegate(QStyledItemDelegate):
    """Draws items as the style does, in rows of `row_height`."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Widen the usual size to a comfortable row."""
        usual = super().sizeHint(option, index)
        return QSize(usual.width() + 8, max(usual.height(), row_height(option.fontMetrics)))


def make_roomy(view: QAbstractItemView) -> None:
    """Give a list, tree or table comfortable rows; a table also loses its row numbers."""
    if isinstance(view, QTableView):
        rows = view.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(row_height(view.fontMetrics()))
        rows.hide()
        view.setShowGrid(False)
        view.setWordWrap(False)
        heads = view.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    else:
        view.setItemDelegate(RoomyDelegate(view))

"""Cell editors of the sites table: pick lists by first letter, muscles with completion, text."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ims_notes.ui.models.site_columns import COLUMNS, Column
from ims_notes.ui.models.site_rows import SiteRows
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.muscle_names import complete_muscles
from ims_notes.ui.words import word_for

Index = QModelIndex | QPersistentModelIndex


class SiteEditors(QStyledItemDelegate):
    """Makes the editor that fits a column."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Make a pick list, a muscle field or a text field."""
        column = COLUMNS[index.column()]
        editor = self._pick_list(parent, column) if column.choices else QLineEdit(parent)
        if isinstance(editor, QLineEdit):
            editor.setPlaceholderText(column.example)
            model = index.model()
            if column.id == "muscle" and isinstance(model, SiteRows) and model.vocabulary:
                complete_muscles(editor, model.vocabulary.catalogue)
        editor.setObjectName(f"cell_{column.id}")
        editor.setAccessibleName(column.title)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the value as typed, or the choice that stands."""
        if isinstance(editor, QComboBox):
            value = index.data(Qt.ItemDataRole.UserRole)
            at = next((i for i in range(editor.count()) if editor.itemData(i) == value), 0)
            editor.setCurrentIndex(at)
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand over the value picked or the text typed."""
        if isinstance(editor, QComboBox) and isinstance(model, SiteRows):
            model.pick(index, editor.currentData())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter keep what the first letter picked."""
        if (
            isinstance(watched, QComboBox)
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self._keep(watched)
            return True
        return super().eventFilter(watched, event)

    def _pick_list(self, parent: QWidget, column: Column) -> QComboBox:
        editor = QComboBox(parent)
        if column.may_be_open:
            editor.addItem(tr("SiteRows", "Not recorded"), None)
        for value in column.choices:
            editor.addItem(
                tr("SiteColumns", "Felt") if isinstance(value, bool) else word_for(value), value
            )
        editor.activated.connect(lambda _index: self._keep(editor))
        return editor

    def _keep(self, editor: QComboBox) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)

"""Completion for muscle fields: by name, synonym or abbreviation, anywhere in the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter

from ims_notes.ui.widgets.rows import RoomyDelegate

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit

    from ims_notes.domain.catalogue import Catalogue

_BETWEEN = "   "
"""Stands between a muscle's name and its other names in a line of the list."""


def complete_muscles(field: QLineEdit, catalogue: Catalogue) -> None:
    """Offer muscles while typing; the one taken leaves its plain name in the field."""
    lines = [_line(m.name, (*m.abbreviations[:2], *m.synonyms[:2])) for m in catalogue.muscles]
    completer = QCompleter(field)
    completer.setModel(QStringListModel(lines, completer))
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setMaxVisibleItems(9)
    popup = completer.popup()
    if popup is not None:
        popup.setItemDelegate(RoomyDelegate(popup))
        popup.setObjectName("muscle_names")
    field.setCompleter(completer)
    field.textChanged.connect(lambda text: _keep_name(field, text))


def _line(name: str, others: tuple[str, ...]) -> str:
    return f"{name}{_BETWEEN}{', '.join(others)}" if others else name


def _keep_name(field: QLineEdit, text: str) -> None:
    if _BETWEEN in text:
        field.setText(text.split(_BETWEEN)[0])

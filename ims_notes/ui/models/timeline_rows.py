"""A patient's visits as rows: every fact of a row in words, told once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from ims_notes.domain.dates import written
from ims_notes.domain.note import NoteState
from ims_notes.services.clock import in_zone
from ims_notes.ui.episode_words import region_name
from ims_notes.ui.plain import tip
from ims_notes.ui.translation import tr, tr_count
from ims_notes.ui.words import word_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ims_notes.domain.catalogue import Catalogue
    from ims_notes.domain.ids import NoteId
    from ims_notes.services.ports.notes import TimelineLine

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
LINE_ROLE = Qt.ItemDataRole.UserRole
NOT_RECORDED = "\N{EN DASH}"


class TimelineRows(QAbstractListModel):
    """One row a visit, newest first; the row's words are made when it is looked at."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Start without visits; the catalogue names the regions."""
        super().__init__()
        self._catalogue = catalogue
        self._lines: tuple[TimelineLine, ...] = ()

    def show(self, lines: Sequence[TimelineLine]) -> None:
        """Show these visits instead."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def line(self, index: Index) -> TimelineLine | None:
        """Return the visit of a row."""
        return self._lines[index.row()] if index.isValid() else None

    def row_of(self, note_id: NoteId) -> int | None:
        """Return the row of a note."""
        return next((i for i, line in enumerate(self._lines) if line.note_id == note_id), None)

    def what(self, line: TimelineLine) -> str:
        """Say what the visit was and for which regions."""
        regions = [region_name(self._catalogue, region) for region in line.regions]
        return " · ".join(
            [word_for(line.kind), ", ".join(regions)] if regions else [word_for(line.kind)]
        )

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of visits."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return the row's first words, all of its words, or the visit itself."""
        line = self.line(index)
        if line is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{day_of(line)} · {self.what(line)}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(self._told(line))
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip("\n".join(self._told(line)))
        return line if role == LINE_ROLE else None

    def _told(self, line: TimelineLine) -> list[str]:
        told = [
            f"{day_of(line)} {in_zone(line.started_at, line.zone):%H:%M}",
            self.what(line),
            pain_spoken(line),
            sites_of(line),
            state_of(line),
            event_of(line),
            line.practitioner,
        ]
        return [words for words in told if words]


def day_of(line: TimelineLine) -> str:
    """Write the day of a visit where it took place."""
    return written(in_zone(line.started_at, line.zone).date())


def pain_of(line: TimelineLine) -> str:
    """Write pain before and after; a missing value is a dash, never a nought."""
    if line.pain_before is None and line.pain_after is None:
        return ""
    before, after = (
        NOT_RECORDED if value is None else str(value)
        for value in (line.pain_before, line.pain_after)
    )
    return tr("Timeline", "Pain {before} \N{RIGHTWARDS ARROW} {after}", before=before, after=after)


def pain_spoken(line: TimelineLine) -> str:
    """Say pain before and after in words."""
    before, after = (
        tr("Timeline", "not recorded") if value is None else str(value)
        for value in (line.pain_before, line.pain_after)
    )
    if line.state is NoteState.DRAFT and line.pain_before is None and line.pain_after is None:
        return ""
    return tr("Timeline", "pain {before} before, {after} after", before=before, after=after)


def sites_of(line: TimelineLine) -> str:
    """Say how many sites were needled and at how many a twitch was seen."""
    if not line.sites:
        return ""
    sites = tr_count("Timeline", one="{n} site", many="{n} sites", n=line.sites)
    if not line.twitches:
        return tr("Timeline", "{sites}, no twitch recorded", sites=sites)
    return tr("Timeline", "{sites}, twitch at {n}", sites=sites, n=line.twitches)


def state_of(line: TimelineLine) -> str:
    """Say whether the note is a draft, signed or amended."""
    if line.state is NoteState.DRAFT:
        return tr("Timeline", "Draft")
    return tr("Timeline", "Amended") if line.addenda else tr("Timeline", "Signed")


def event_of(line: TimelineLine) -> str:
    """Say that an adverse event is recorded; silence says nothing about it."""
    return tr("Timeline", "Adverse event") if line.has_adverse_event else ""

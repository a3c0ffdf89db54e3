"""What the visit records besides its sites: pain, counts, safety and plan, by mouse or by keys.

Every control writes an entry of the line; nothing is kept here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel

from ims_notes.domain.shorthand import EntryKind
from ims_notes.domain.shorthand.vocabulary import Term
from ims_notes.domain.visit import Tolerance
from ims_notes.ui import theme
from ims_notes.ui.translation import tr
from ims_notes.ui.visit_words import piece_words
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.choices import AddList, PickList, Segments, Toggle
from ims_notes.ui.widgets.flow import Flow
from ims_notes.ui.widgets.visit_rows import (
    NO_REACTION,
    CountRow,
    ListRow,
    NoNeedlingRow,
    OneRow,
    PainRow,
    SinceLastRow,
    VisitRow,
)
from ims_notes.ui.words import days, named, word_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Protocol

    from ims_notes.domain.shorthand import Vocabulary
    from ims_notes.ui.visit_words import Piece

    class _Worded(Protocol):
        @property
        def id(self) -> str: ...
        @property
        def words(self) -> tuple[str, ...]: ...


_NEXT = (3, 7, 10, 14, 21, 28, 42, 84)


class VisitCard(Card):
    """The rows in two columns; lists of things below, over the whole width."""

    wrote = Signal(object)
    pointed = Signal(object)

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Make all rows for one vocabulary."""
        super().__init__(tr("VisitCard", "Visit"))
        self.setObjectName("visit_card")
        self._vocabulary = vocabulary
        self._rows: list[VisitRow] = []
        self._grid = grid = QGridLayout()
        grid.setHorizontalSpacing(2 * theme.space(self))
        grid.setVerticalSpacing(theme.space(self))
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self._facts = [(self._caption(title, row), row) for title, row in self._pairs()]
        self.set_narrow(False)
        first = len(self._facts)
        title = tr("VisitCard", "No needling")
        self._place(title, NoNeedlingRow(), down=first)
        self._adds = Flow(gap=theme.space(self))
        self._lists = [
            (row, self._place(title, row, down=at))
            for at, (title, row) in enumerate(self._list_rows(), first + 1)
        ]
        self.body.addLayout(self._adds)

    def show_pieces(self, pieces: Sequence[Piece]) -> None:
        """Show what the entries state; a list with nothing in it stays away."""
        for row in self._rows:
            row.show_pieces(pieces)
        for row, caption in self._lists:
            for part in (row, caption):
                part.setVisible(bool(row.pieces))

    def set_narrow(self, is_narrow: bool) -> None:
        """Put the facts in one column where two have no room."""
        columns = 1 if is_narrow else 2
        self._grid.setColumnStretch(3, columns - 1)
        for at, (caption, row) in enumerate(self._facts):
            down, across = at // columns, 2 * (at % columns)
            self._grid.addWidget(caption, down, across, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(row, down, across + 1)

    def _place(self, title: str, row: VisitRow, *, down: int) -> QLabel:
        """Put a row over the whole width."""
        caption = self._caption(title, row)
        self._grid.addWidget(caption, down, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(row, down, 1, 1, 3)
        return caption

    def _caption(self, title: str, row: VisitRow) -> QLabel:
        caption = theme.label(title, role="muted")
        caption.setMinimumHeight(theme.space(self, 3.5))
        row.wrote.connect(self.wrote)
        row.pointed.connect(self.pointed)
        self._rows.append(row)
        return caption

    def _pairs(self) -> Iterable[tuple[str, VisitRow]]:
        yield tr("VisitCard", "Pain 0-10"), PainRow()
        yield tr("VisitCard", "Needles"), CountRow()
        yield tr("VisitCard", "Tolerated"), self._tolerance()
        yield tr("VisitCard", "Adverse event"), self._no_event()
        yield tr("VisitCard", "Consent"), self._consent()
        yield tr("VisitCard", "Since last"), self._since_last()
        yield tr("VisitCard", "Position"), self._position()
        yield tr("VisitCard", "Next visit"), self._next()

    def _list_rows(self) -> Iterable[tuple[str, VisitRow]]:
        book = self._vocabulary.catalogue
        regions = [(r.id, r.name) for r in book.regions]
        events = [(e.id, e.name) for e in book.adverse_events]
        hands_on = [(t.id, t.name) for t in book.hands_on]
        topics = [(t.id, t.title) for t in book.topics]
        rows = (
            ("ae", EntryKind.ADVERSE_EVENT, events, tr("VisitCard", "+ Event")),
            ("pain", EntryKind.PAIN, regions, tr("VisitCard", "+ Pain rating")),
            ("mt", EntryKind.HANDS_ON, hands_on, tr("VisitCard", "+ Hands-on")),
            ("ed", EntryKind.EDUCATION, topics, tr("VisitCard", "+ Education")),
            ("rom", EntryKind.RANGE, regions, tr("VisitCard", "+ Movement")),
        )
        titles = (
            tr("VisitCard", "Events"),
            tr("VisitCard", "Ratings"),
            tr("VisitCard", "Hands-on"),
            tr("VisitCard", "Education"),
            tr("VisitCard", "Range"),
        )
        for title, (start, kind, choices, words) in zip(titles, rows, strict=True):
            yield title, self._list(start, kind, choices=choices, title=words)

    def _list(
        self, start: str, kind: EntryKind, *, choices: list[tuple[str, str]], title: str
    ) -> ListRow:
        add = AddList(f"add_{kind.name.lower()}", choices, title=title)
        row = ListRow(
            kind,
            add,
            typed=lambda value: f"{start} {self._typed(kind, str(value))}",
            words=piece_words,
            holds_list=False,
        )
        row.know(self._vocabulary.catalogue)
        self._adds.addWidget(add)
        return row

    def _tolerance(self) -> VisitRow:
        title = tr("VisitCard", "Tolerated")
        choices = [(value.value, word_for(value)) for value in Tolerance]
        return OneRow(
            EntryKind.TOLERANCE,
            Segments("tolerance", choices, title=title),
            typed=lambda value: f"tol {value}",
            value=lambda piece: piece.visit.tolerance,
        )

    def _no_event(self) -> VisitRow:
        return OneRow(
            EntryKind.ADVERSE_EVENT,
            _Fact("adverse_events_none", tr("VisitCard", "None observed")),
            typed=lambda _value: "ae none",
            value=lambda piece: piece.visit.adverse_events_none,
        )

    def _consent(self) -> VisitRow:
        return OneRow(
            EntryKind.OK,
            _Fact("consent_check", tr("VisitCard", "Reconfirmed, nothing changed")),
            typed=lambda _value: "ok",
            value=lambda piece: piece.visit.consent_and_change_check,
        )

    def _since_last(self) -> VisitRow:
        events = self._vocabulary.catalogue.adverse_events
        return SinceLastRow(
            [(NO_REACTION, tr("VisitCard", "No reaction")), *((e.id, e.name) for e in events)],
            typed=lambda value: self._typed(EntryKind.ADVERSE_EVENT, str(value)),
        )

    def _position(self) -> VisitRow:
        positions = {p.id: p for p in self._vocabulary.catalogue.positions}
        choices = [(p.id, p.name) for p in positions.values()]
        return OneRow(
            EntryKind.POSITION,
            PickList("position", choices, title=tr("VisitCard", "Position of the patient")),
            typed=lambda value: f"pos {self._typed(EntryKind.POSITION, str(value))}",
            value=lambda piece: piece.visit.position,
            words=lambda value: named(positions, str(value)),
        )

    def _next(self) -> VisitRow:
        return OneRow(
            EntryKind.NEXT,
            PickList(
                "next_visit",
                [(n, tr("VisitCard", "in {time}", time=days(n))) for n in _NEXT],
                title=tr("VisitCard", "Next visit"),
            ),
            typed=lambda value: f"next {_weeks(int(str(value)))}",
            value=lambda piece: piece.visit.next_days,
            words=lambda value: tr("VisitCard", "in {time}", time=days(int(str(value)))),
        )

    def _typed(self, kind: EntryKind, id: str) -> str:
        """Return the word that the line knows for a catalogue entry; own words in quotes."""
        book = self._vocabulary.catalogue
        tables: dict[EntryKind, tuple[Term, Iterable[_Worded]]] = {
            EntryKind.ADVERSE_EVENT: (Term.EVENT, book.adverse_events),
            EntryKind.PAIN: (Term.REGION, book.regions),
            EntryKind.RANGE: (Term.REGION, book.regions),
            EntryKind.HANDS_ON: (Term.HANDS_ON, book.hands_on),
            EntryKind.EDUCATION: (Term.TOPIC, book.topics),
            EntryKind.POSITION: (Term.POSITION, book.positions),
        }
        term, things = tables[kind]
        words = next((thing.words for thing in things if thing.id == id), None)
        if words is None:
            return '"{}"'.format(id.replace('"', '""'))
        return next((w for w in words if self._vocabulary.find(term, w) == (id,)), id)


class _Fact(Toggle):
    """A toggle that says what it records."""

    chosen = Signal(object)

    def __init__(self, name: str, words: str) -> None:
        super().__init__(name, words)
        self.clicked.connect(lambda is_down: self.chosen.emit(True if is_down else None))


def _weeks(count: int) -> str:
    return f"{count}d" if count % 7 else f"{count // 7}w"

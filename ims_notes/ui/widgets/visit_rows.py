"""The controls of the visit card, one class a kind of answer.

A row shows what the pieces of the line state and hands out changes as pairs of an entry (None adds
one) and its new text (an empty one takes the entry away).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ims_notes.domain.shorthand import EntryKind
from ims_notes.domain.visit import NoNeedlingReason
from ims_notes.ui import theme
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.choices import AddList, Chip, PickList, Segments, numbers
from ims_notes.ui.widgets.flow import Flow, clear
from ims_notes.ui.words import word_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ims_notes.domain.catalogue import Catalogue
    from ims_notes.domain.shorthand import Entry
    from ims_notes.ui.visit_words import Piece

MOST_NEEDLES = 60
NOT_TAKEN = "-"
NO_REACTION = "none"
MOST_HOURS = 8760
"""A year, as in the line."""


class VisitRow(QWidget):
    """Controls side by side.

    Signals:
        wrote: pairs of an entry or None and its new text.
        pointed: an entry to be shown in the line.
    """

    wrote = Signal(object)
    pointed = Signal(object)

    def __init__(self, kind: EntryKind) -> None:
        """Make an empty row for entries of one kind."""
        super().__init__()
        self.kind = kind
        self.pieces: tuple[Piece, ...] = ()
        self.across = QHBoxLayout(self)
        self.across.setContentsMargins(0, 0, 0, 0)
        self.across.setSpacing(theme.space(self))

    def takes(self, piece: Piece) -> bool:
        """Say whether a piece is shown here."""
        return piece.entry.kind is self.kind

    def show_pieces(self, pieces: Sequence[Piece]) -> None:
        """Show what the entries of this kind state, out of all of the visit's."""
        self.pieces = tuple(piece for piece in pieces if self.takes(piece))

    def write(self, text: str) -> None:
        """Let this text stand for all entries of the kind."""
        entries = [piece.entry for piece in self.pieces]
        if entries:
            self.wrote.emit(((entries[0], text), *((entry, "") for entry in entries[1:])))
        elif text:
            self.add(text)

    def add(self, text: str) -> None:
        """Add an entry."""
        self.wrote.emit(((None, text),))


class OneRow(VisitRow):
    """A fact with one value: a pick list or segments, and how its value is typed."""

    def __init__(
        self,
        kind: EntryKind,
        control: QWidget,
        *,
        typed: Callable[[object], str],
        value: Callable[[Piece], object],
        words: Callable[[object], str] = str,
    ) -> None:
        """Take a control with ``chosen`` and ``show_value``."""
        super().__init__(kind)
        self._control, self._value, self._words = control, value, words
        self.across.addWidget(control, 1)
        control.chosen.connect(  # type: ignore[attr-defined]
            lambda new: self.write("" if new is None else typed(new))
        )

    def takes(self, piece: Piece) -> bool:
        """Say whether a piece states the value shown here."""
        return super().takes(piece) and self._value(piece) is not None

    def show_pieces(self, pieces: Sequence[Piece]) -> None:
        """Show the first value stated."""
        super().show_pieces(pieces)
        stated = (self._value(piece) for piece in self.pieces)
        value = next((each for each in stated if each is not None), None)
        if isinstance(self._control, PickList):
            self._control.show_value(value, "" if value is None else self._words(value))
        else:
            self._control.show_value(value)  # type: ignore[attr-defined]


class PainRow(VisitRow):
    """The visit's own rating before and after, with the reason where after was not taken."""

    def __init__(self) -> None:
        """Show two open ratings."""
        super().__init__(EntryKind.PAIN)
        not_taken = (NOT_TAKEN, tr("VisitRows", "not taken"))
        self._before = PickList(
            "pain_before",
            numbers(0, 10),
            title=tr("VisitRows", "Pain before, 0 to 10"),
            length=3,
        )
        self._after = PickList(
            "pain_after",
            [*numbers(0, 10), not_taken],
            title=tr("VisitRows", "Pain after, 0 to 10"),
            length=6,
        )
        self._reason = QLineEdit()
        self._reason.setObjectName("pain_reason")
        self._reason.setPlaceholderText(tr("VisitRows", "Reason"))
        self._reason.setAccessibleName(tr("VisitRows", "Why pain after was not taken"))
        for caption, control in (
            (tr("VisitRows", "before"), self._before),
            (tr("VisitRows", "after"), self._after),
        ):
            self.across.addWidget(theme.label(caption, role="caption"))
            self.across.addWidget(control)
            control.chosen.connect(lambda _value: self._write())
        self.across.addWidget(self._reason, 1)
        self.across.addStretch(1)
        self._reason.editingFinished.connect(self._write)

    def takes(self, piece: Piece) -> bool:
        """Leave ratings with a region or a context to the list of others."""
        return super().takes(piece) and _is_own_pain(piece)

    def show_pieces(self, pieces: Sequence[Piece]) -> None:
        """Show the rating without region and context; others are chips elsewhere."""
        super().show_pieces(pieces)
        visit = self.pieces[0].visit if self.pieces else None
        self._before.show_value(visit.pain_before if visit else None)
        after = NOT_TAKEN if visit and visit.pain_after_not_taken else None
        self._after.show_value(after or (visit.pain_after if visit else None))
        self._reason.setVisible(after is not None)
        if not self._reason.hasFocus():
            self._reason.setText((visit.pain_after_reason or "") if visit else "")

    def _write(self) -> None:
        before, after = self._before.value, self._after.value
        left, right = ("" if value is None else str(value) for value in (before, after))
        if not left and right == NOT_TAKEN:
            return
        reason = self._reason.text().strip().replace('"', '""')
        quoted = f' "{reason}"' if right == NOT_TAKEN and reason else ""
        text = f"pain {left}>{right}{quoted}" if right else f"pain {left}"
        text = text if left or right else ""
        if not self.pieces or text != self.pieces[0].text:
            self.write(text)


class NoNeedlingRow(VisitRow):
    """Why nobody was needled today: the kind of reason, and the reason itself in words."""

    def __init__(self) -> None:
        """Show no reason."""
        super().__init__(EntryKind.NO_NEEDLING)
        title = tr("VisitRows", "No needling")
        choices = [(reason.value, word_for(reason).capitalize()) for reason in NoNeedlingReason]
        self._kind = Segments("no_needling", choices, title=title)
        self._reason = QLineEdit()
        self._reason.setObjectName("no_needling_reason")
        self._reason.setPlaceholderText(tr("VisitRows", "Reason"))
        self._reason.setAccessibleName(tr("VisitRows", "Why nobody was needled"))
        self._reason.hide()
        self.across.addWidget(self._kind)
        self.across.addWidget(self._reason, 1)
        self._kind.chosen.connect(self._on_chosen)
        self._reason.textEdited.connect(lambda _text: self._write())

    def show_pieces(self, pieces: Sequence[Piece]) -> None:
        """Show the first reason stated; the field keeps the blanks of a word being typed."""
        super().show_pieces(pieces)
        stated = (piece.visit.no_needling for piece in self.pieces)
        said = next((each for each in stated if each is not None), None)
        self._kind.show_value(said.reason if said else None)
        self._reason.setVisible(said is not None)
        detail = (said.detail or "") if said else ""
        if " ".join(self._reason.text().split()) != " ".join(detail.split()):
            self._reason.setText(detail)

    def _on_chosen(self, kind: object) -> None:
        self._write()
        if kind is not None:
            self._reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write(self) -> None:
        kind, reason = self._kind.value, self._reason.text().strip().replace('"', '""')
        text = f'dn {kind} "{reason}"' if reason else f"dn {kind}"
        self.write(text if kind else "")


class SinceLastRow(VisitRow):
    """The reaction since the last visit and, where there was one, how many hours it lasted."""

    def __init__(
        self, choices: Sequence[tuple[str, str]], *, typed: Callable[[object], str]
    ) -> None:
        """Offer reactions; `typed` is the word of the line for one of them."""
        super().__init__(EntryKind.SINCE_LAST)
        self._names, self._typed = dict(choices), typed
        self._event = PickList(
            "since_last", choices, title=tr("VisitRows", "Reaction since the last visit")
        )
        self._hours = QLineEdit()
        self._hours.setObjectName("since_last_hours")
        self._hours.setAccessibleName(tr("VisitRows", "Hours that the reaction lasted"))
        self._hours.setValidator(QIntValidator(1, MOST_HOURS, self._hours))
        self._hours.setFixedWidth(theme.space(self, 6))
        self._unit = theme.label(tr("VisitRows", "h"), role="caption")
        self.across.addWidget(self._event, 1)
        self.across.addWidget(self._hours)
        self.across.addWidget(self._unit)
        self._event.chosen.connect(lambda _value: self._write())
        self._hours.textEdited.connect(lambda _text: self._write())

    def show_pieces(self, pieces: Sequence[Piece]) -> None:
        """Show the first reaction stated."""
        super().show_pieces(pieces)
        stated = (piece.visit.since_last for piece in self.pieces)
        said = next((each for each in stated if each is not None), None)
        event = said.event if said else None
        self._event.show_value(event, self._names.get(event or "", event or ""))
        for part in (self._hours, self._unit):
            part.setVisible(event not in (None, NO_REACTION))
        self._hours.setText(str(said.hours) if said and said.hours else "")

    def _write(self) -> None:
        event, hours = self._event.value, self._hours.text()
        if event is None or event == NO_REACTION:
            self.write("" if event is None else "last none")
        else:
            self.write(f"last {self._typed(event)}" + (f" {hours}h" if hours else ""))


class CountRow(VisitRow):
    """Needles used and needles out, both counted by the therapist."""

    def __init__(self) -> None:
        """Show two open counts."""
        super().__init__(EntryKind.COUNT)
        self._used = PickList(
            "needles_used",
            numbers(0, MOST_NEEDLES),
            title=tr("VisitRows", "Needles used"),
            length=3,
        )
        self._out = PickList(
            "needles_out",
            numbers(0, MOST_NEEDLES),
            title=tr("VisitRows", "Needles out"),
            length=3,
        )
        for caption, control in (
            (tr("VisitRows", "used"), self._used),
            (tr("VisitRows", "out"), self._out),
        ):
            self.across.addWidget(theme.label(caption, role="caption"))
            self.across.addWidget(control)
            control.chosen.connect(lambda _value: self._write())
        self.across.addStretch(1)

    def show_pieces(self, pieces: Sequence[Piece]) -> None:
        """Show both counts as typed; one says nothing about the other."""
        super().show_pieces(pieces)
        used = [p.visit.needles_used for p in self.pieces if p.visit.needles_used is not None]
        out = [p.visit.needles_removed for p in self.pieces if p.visit.needles_removed is not None]
        self._used.show_value(used[0] if used else None)
        self._out.show_value(out[0] if out else None)

    def _write(self) -> None:
        parts = (("used", self._used.value), ("out", self._out.value))
        self.write(" ".join(f"{word} {n}" for word, n in parts if n is not None))


class ListRow(VisitRow):
    """Several things of a kind: a chip for each that is recorded, and a list to add from.

    The list stands behind the chips, or wherever else `add` was put.
    """

    def __init__(
        self,
        kind: EntryKind,
        add: AddList,
        *,
        typed: Callable[[object], str],
        words: Callable[[Piece, Catalogue], str],
        holds_list: bool = True,
    ) -> None:
        """Take the list to add from."""
        super().__init__(kind)
        self._words = words
        self._shown: tuple[str, ...] = ()
        self._catalogue: Catalogue | None = None
        room = QWidget()
        self._flow = Flow(room, gap=theme.space(self) // 2)
        self._add = add if holds_list else None
        self.across.addWidget(room, 1)
        if self._add is not None:
            self._flow.addWidget(self._add)
        add.chosen.connect(lambda value: None if value is None else self.add(typed(value)))

    def know(self, catalogue: Catalogue) -> None:
        """Name things by this catalogue."""
        self._catalogue = catalogue

    def takes(self, piece: Piece) -> bool:
        """Leave to other rows what has a control of its own."""
        is_single = _is_own_pain(piece) or piece.visit.adverse_events_none
        return super().takes(piece) and not is_single

    def show_pieces(self, pieces: Sequence[Piece]) -> None:
        """Show a chip for each entry."""
        super().show_pieces(pieces)
        if self._catalogue is None:
            return
        shown = tuple(self._words(piece, self._catalogue) for piece in self.pieces)
        if shown != self._shown:
            self._shown = shown
            self._show_chips(shown)

    def _show_chips(self, shown: tuple[str, ...]) -> None:
        if self._add is not None:
            self._flow.removeWidget(self._add)
        clear(self._flow)
        for number, words in enumerate(shown):
            chip = Chip(words, name=f"chip_{self.kind.name.lower()}_{number}")
            chip.pointed.connect(lambda n=number: self.pointed.emit(self._entry(n)))
            chip.removed.connect(lambda n=number: self.wrote.emit(((self._entry(n), ""),)))
            self._flow.addWidget(chip)
        if self._add is not None:
            self._flow.addWidget(self._add)
        self.updateGeometry()

    def _entry(self, number: int) -> Entry:
        return self.pieces[number].entry


def _is_own_pain(piece: Piece) -> bool:
    """Say whether a piece is the visit's rating without region and context."""
    visit = piece.visit
    return visit.pain_before is not None or visit.pain_after is not None

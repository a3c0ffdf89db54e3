"""Keeps a draft while it is typed: one save at a time, never later than a second after a key."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from PySide6.QtCore import QObject, QTimer, Signal

from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.texts import NARRATIVE_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable

    from ims_notes.domain.note import Note
    from ims_notes.services.session import Saved
    from ims_notes.ui.runner import Runs

EVERY_MS: Final = 800
"""A save begins this long after the first unsaved key, however fast typing goes on."""


@runtime_checkable
class _Drains(Protocol):
    def drain(self) -> None: ...


class DraftKeeper(QObject):
    """Holds the draft as it should be kept and what of it is kept already.

    Signals:
        saved: the note as kept.
        failed: why it is not; the text stays, the next key or ``try_again`` saves again.
    """

    saved = Signal(object)
    failed = Signal(object)

    def __init__(
        self, note: Note, *, save: Callable[[Note], Saved], runner: Runs, parent: QObject
    ) -> None:
        """Begin with a note that is kept as it is."""
        super().__init__(parent)
        self._save, self._runner = save, runner
        self._draft = self._kept = note
        self._changes: list[object] = []
        self._is_saving = False
        self._then: Callable[[Note], object] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.try_again)

    @property
    def draft(self) -> Note:
        """The note as typed, with the revision that is kept."""
        return self._draft

    @property
    def is_kept(self) -> bool:
        """Is everything typed in the record, and nothing else on its way there?"""
        same = replace(self._draft, revision=self._kept.revision, saved_at=self._kept.saved_at)
        return not self._is_saving and same == self._kept

    @property
    def over_limit(self) -> int:
        """By how many bytes the text is too long to be kept; 0 when it fits."""
        return max(0, length_of(self._draft.text) - NARRATIVE_LIMIT)

    def change(self, draft: Note) -> None:
        """Take the note as typed now."""
        self._draft = replace(draft, revision=self._kept.revision)
        if not self.is_kept and not self._timer.isActive():
            self._timer.start()

    def when_kept(self, then: Callable[[Note], object]) -> None:
        """Save at once what is not kept, then go on; a failure forgets it."""
        self._then = then
        self.try_again()

    def try_again(self) -> None:
        """Save now, unless a save is under way: it is followed by another where needed."""
        self._timer.stop()
        if self._is_saving:
            return
        if self.is_kept:
            self._go_on()
            return
        if self.over_limit:
            self._on_failed(RuleBroken(Rule.TEXT_TOO_LONG, field="text"))
            return
        self._is_saving = True
        sent = self._draft
        self._runner.submit(
            lambda: self._save(sent),
            done=lambda saved: self._on_saved(sent, saved),
            failed=self._on_failed,
            owner=self,
            lane="write",
        )

    def flush(self) -> bool:
        """Save and wait for it; true when everything typed is in the record."""
        self.try_again()
        if isinstance(self._runner, _Drains):
            self._runner.drain()
        return self.is_kept

    def rest(self) -> None:
        """Keep nothing any more: the draft was signed or deleted."""
        self._timer.stop()
        self._kept = self._draft

    def take_changes(self) -> list[object]:
        """Return what saving changed since this was asked last."""
        changes, self._changes = self._changes, []
        return changes

    def _on_saved(self, sent: Note, saved: Saved) -> None:
        self._is_saving = False
        self._kept = replace(sent, revision=saved.note.revision, saved_at=saved.note.saved_at)
        self._draft = replace(self._draft, revision=saved.note.revision)
        self._changes = [saved.changes]
        self.saved.emit(saved.note)
        if self.is_kept:
            self._go_on()
        else:
            self.try_again()

    def _on_failed(self, problem: Exception) -> None:
        self._is_saving = False
        self._then = None
        self.failed.emit(problem)

    def _go_on(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then(self._draft)


def length_of(text: str) -> int:
    """Return the length of a text in bytes of UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))

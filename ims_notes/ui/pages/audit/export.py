"""Writes the audit into a file part by part, so that a search never waits behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from ims_notes.ui.pages.audit.asks import AuditAsks, AuditFile, PartWritten
    from ims_notes.ui.runner import Runs


class AuditExport(QObject):
    """One export at a time, which can be stopped.

    Signals:
        came: how many entries are written so far.
        ended: how many were written in all, and whether the audit tells of it.
        failed: why not, in words; no file is left.
        stopped: it was stopped; no file is left.
    """

    came = Signal(int)
    ended = Signal(int, bool)
    failed = Signal(str)
    stopped = Signal()

    def __init__(self, parent: QObject, *, asks: AuditAsks, runner: Runs) -> None:
        """Write nothing yet."""
        super().__init__(parent)
        self._asks = asks
        self._runner = runner
        self._file: AuditFile | None = None
        self._is_told = False
        self._written = 0

    @property
    def file(self) -> AuditFile | None:
        """What is being written; None where nothing is."""
        return self._file

    def start(self, file: AuditFile) -> None:
        """Tell the audit first: an export that was cut short leaves its line behind."""
        self._file, self._written = file, 0
        self._runner.submit(
            self._asks.tell_export,
            done=self._on_told,
            failed=self._on_failed,
            owner=self,
            lane="write",
        )

    def stop(self) -> None:
        """Write no further; the part in hand is the last."""
        file, self._file = self._file, None
        if file is not None:
            self._drop(file)
            self.stopped.emit()

    def _on_told(self, is_told: bool) -> None:
        self._is_told = is_told
        self._write(None)

    def _write(self, before_seq: int | None) -> None:
        if (file := self._file) is not None:
            self._runner.submit(
                lambda: self._asks.write_part(file, before_seq),
                done=lambda part: self._on_written(file, part),
                failed=self._on_failed,
                owner=self,
            )

    def _on_written(self, file: AuditFile, part: PartWritten) -> None:
        if file is not self._file:
            return
        self._written += part.count
        if part.before_seq is not None:
            self.came.emit(self._written)
            self._write(part.before_seq)
            return
        self._file = None
        self.ended.emit(self._written, self._is_told)

    def _on_failed(self, problem: Exception) -> None:
        file, self._file = self._file, None
        if file is None:
            return
        self._drop(file)
        if isinstance(problem, RecordUnavailable) and problem.trouble is Trouble.NOT_WRITABLE:
            self.failed.emit(
                tr("Audit", "The file cannot be written there. Choose another folder.")
            )
        else:
            self.failed.emit(sentence(problem))

    def _drop(self, file: AuditFile) -> None:
        # In the lane in which it is written, so that no part comes after.
        self._runner.submit(lambda: self._asks.drop_file(file))

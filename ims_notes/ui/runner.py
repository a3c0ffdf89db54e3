"""Work off the window's thread: lanes to write, to read, to back up; results come back here.

For page writers::

    self._runner.submit(
        lambda: self._save(draft),  # runs on a worker: no widget, no page state, frozen values only
        done=self._on_saved,        # runs on the window's thread with what `work` returned
        failed=self._on_refused,    # the same, with the exception
        owner=self,                 # when this QObject is gone, the result is dropped
        lane="write",               # "read" unless the record changes; "backup" for long work
        latest="search",            # optional: a newer job of this owner and name replaces older
    )

Each lane does one job at a time in the order given; a search never waits behind a save.
`RuleBroken` and `RecordUnavailable` reach `failed` only. Anything else is a bug: the crash hook
hears of it, then `failed` is called as well, so that a disabled button wakes up. Annotate
parameters with `Runs`; tests pass `InPlaceRunner()`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot

from ims_notes.domain.errors import RecordUnavailable, RuleBroken

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")
Lane = Literal["read", "write", "backup"]


class Runs(Protocol):
    """What a page needs of a runner."""

    def submit(
        self,
        work: Callable[[], T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        owner: QObject | None = None,
        lane: Lane = "read",
        latest: str | None = None,
    ) -> None:
        """Do `work` and hand its result to `done`, or its exception to `failed`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    work: Callable[[], Any]
    done: Callable[[Any], object] | None
    failed: Callable[[Exception], object] | None
    owner: QObject | None
    latest: tuple[int, str] | None
    number: int

    @property
    def is_wanted(self) -> bool:
        return self.owner is None or shiboken6.isValid(self.owner)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    job: _Job
    result: Any = None
    problem: Exception | None = None


class Runner(QObject):
    """Three single-thread lanes; every callback runs on the thread that made the runner."""

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Start no thread yet; each lane's thread starts with its first job."""
        super().__init__(parent)
        self._lanes: dict[Lane, ThreadPoolExecutor] = {}
        self._writing: set[Future[None]] = set()
        self._newest: dict[tuple[int, str], int] = {}
        self._count = 0
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    def submit(
        self,
        work: Callable[[], T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        owner: QObject | None = None,
        lane: Lane = "read",
        latest: str | None = None,
    ) -> None:
        """Queue `work` in its lane; see the module's text for the rules."""
        self._count += 1
        name = None if latest is None else (id(owner), latest)
        if name is not None:
            self._newest[name] = self._count
        job = _Job(
            work=work, done=done, failed=failed, owner=owner, latest=name, number=self._count
        )
        future = self._lane(lane).submit(self._carry_out, job)
        if lane == "write":
            self._writing.add(future)
            future.add_done_callback(self._writing.discard)

    def drain(self) -> None:
        """Wait until everything submitted for writing is written, and deliver the results."""
        from concurrent.futures import wait

        while True:
            submitted, writing = self._count, set(self._writing)
            wait(writing)
            QCoreApplication.sendPostedEvents(self, 0)
            # What was delivered may have asked for more.
            if not writing and submitted == self._count:
                return

    def shutdown(self) -> None:
        """Finish the write lane, drop what waits to be read, end all threads."""
        self._lane("read").shutdown(wait=False, cancel_futures=True)
        self.drain()
        for lane in self._lanes.values():
            lane.shutdown(wait=True)

    def _lane(self, lane: Lane) -> ThreadPoolExecutor:
        """Open a lane at its first job: its module takes time that the first paint needs."""
        from concurrent.futures import ThreadPoolExecutor

        if lane not in self._lanes:
            self._lanes[lane] = ThreadPoolExecutor(1, thread_name_prefix=f"ims-{lane}")
        return self._lanes[lane]

    def _carry_out(self, job: _Job) -> None:
        if self._is_superseded(job):
            return
        try:
            outcome = _Outcome(job=job, result=job.work())
        except Exception as problem:
            outcome = _Outcome(job=job, problem=problem)
        self._arrived.emit(outcome)

    def _is_superseded(self, job: _Job) -> bool:
        return job.latest is not None and self._newest.get(job.latest) != job.number

    @Slot(object)
    def _on_arrived(self, outcome: _Outcome) -> None:
        job, problem = outcome.job, outcome.problem
        superseded = self._is_superseded(job)
        if job.latest is not None and not superseded:
            del self._newest[job.latest]
        if problem is not None and not isinstance(problem, (RuleBroken, RecordUnavailable)):
            sys.excepthook(type(problem), problem, problem.__traceback__)
        if superseded or not job.is_wanted:
            return
        if problem is not None:
            if job.failed is not None:
                job.failed(problem)
        elif job.done is not None:
            job.done(outcome.result)


class InPlaceRunner:
    """Does the work at once on the caller's thread; a bug is raised where it happens."""

    def submit(
        self,
        work: Callable[[], T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        owner: QObject | None = None,
        lane: Lane = "read",
        latest: str | None = None,
    ) -> None:
        """Do `work` now and call back before returning."""
        try:
            result = work()
        except (RuleBroken, RecordUnavailable) as problem:
            if failed is not None:
                failed(problem)
            return
        if done is not None:
            done(result)

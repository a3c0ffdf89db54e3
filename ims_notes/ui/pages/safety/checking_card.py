"""Checks the record while one watches, and exports all of it as an archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ims_notes.domain.dates import written
from ims_notes.services.clock import in_zone
from ims_notes.ui.finding_words import finding
from ims_notes.ui.pages.safety.long_deed import LongDeed
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr, tr_count
from ims_notes.ui.widgets.card import Card

if TYPE_CHECKING:
    from pathlib import Path

    from ims_notes.ui.announcer import Announcer
    from ims_notes.ui.navigator import Place
    from ims_notes.ui.pages.safety.checking_asks import CheckingAsks, Verdict
    from ims_notes.ui.runner import Runs

_MOST: Final = 8
"""So many findings are said one by one."""


class CheckingCard(Card):
    """Two long deeds, each with its progress; a page may be left while they run."""

    def __init__(self, *, runner: Runs, announcer: Announcer, asks: CheckingAsks) -> None:
        """Lay the card out; nothing is checked unasked."""
        super().__init__(tr("Checking", "Check and export"))
        self.setObjectName("checking_card")
        self._runner = runner
        self._announcer = announcer
        self._asks = asks
        self._check = _checking()
        self._export = _exporting()
        self.body.addWidget(self._check)
        self.body.addSpacing(self.body.spacing())
        self.body.addWidget(self._export)
        self.body.addStretch(1)
        self._check.asked.connect(self._on_check)
        self._export.asked.connect(self._on_export)

    def open(self, place: Place) -> None:
        """Keep what was last said; a check is only made when asked for."""

    def _on_check(self) -> None:
        go_on = self._check.begin()
        self._runner.submit(
            lambda: self._asks.check(go_on),
            done=self._on_checked,
            failed=lambda problem: self._check.end(sentence(problem), kind="wrong"),
            owner=self,
            lane="backup",
        )

    def _on_checked(self, verdict: Verdict | None) -> None:
        if verdict is None:
            self._check.end(tr("Checking", "The check was cancelled; it says nothing."))
        elif verdict.problems:
            count = sum(times for _, times in verdict.problems)
            said = tr_count(
                "Checking", one="{n} thing is wrong.", many="{n} things are wrong.", n=count
            )
            self._check.end(said, kind="wrong", more=_wrong(verdict))
        else:
            self._check.end(_well(verdict, self._asks.zone()), kind="ok", more=_more(verdict))

    def _on_export(self) -> None:
        day = self._asks.today().isoformat()
        path = self._asks.choose_file(self, f"ims-notes-{day}.zip")
        if path is None:
            return
        go_on = self._export.begin()
        self._runner.submit(
            lambda: self._asks.export(path, go_on),
            done=lambda notes: self._on_exported(path, notes),
            failed=lambda problem: self._export.end(sentence(problem), kind="wrong"),
            owner=self,
            lane="backup",
        )

    def _on_exported(self, path: Path, notes: int | None) -> None:
        if notes is None:
            self._export.end(tr("Checking", "The export was cancelled; no file was left."))
            return
        said = tr_count(
            "Checking",
            one="{n} signed note is in {path}",
            many="{n} signed notes are in {path}",
            n=notes,
            path=path,
        )
        more = (
            tr("Checking", "Keep it where only those can read it who may: it is not encrypted."),
            tr(
                "Checking",
                "README.txt in it explains it to anybody; verify.py in it proves it on any "
                "computer with Python.",
            ),
        )
        self._export.end(said, kind="ok", more=more)
        self._runner.submit(self._asks.tell_export, done=self._on_told, owner=self, lane="write")

    def _on_told(self, is_told: bool) -> None:
        if not is_told:
            self._announcer.say(tr("Checking", "The audit could not be told of this export yet"))


def _checking() -> LongDeed:
    return LongDeed(
        "check",
        heading=tr("Checking", "Is everything as it was signed?"),
        words=tr(
            "Checking",
            "Compares every signed note with its seal, walks the chain of seals and the audit, "
            "and looks for missing entries. Nothing is changed; you can go on working.",
        ),
        deed=tr("Checking", "Check the record now"),
    )


def _exporting() -> LongDeed:
    return LongDeed(
        "export",
        heading=tr("Checking", "Everything as an archive"),
        words=tr(
            "Checking",
            "One file that can be read and proved without this program: for handing the record "
            "on, or for keeping it for years. It is not encrypted.",
        ),
        deed=tr("Checking", "Export an archive …"),
    )


def _well(verdict: Verdict, zone: str) -> str:
    at = in_zone(verdict.at, zone)
    return tr(
        "Checking",
        "All is well, {day} {time}: {notes} signed notes and {addenda} addenda are as they were "
        "signed; {seals} seals and {lines} audit lines follow one another.",
        day=written(at.date()),
        time=at.strftime("%H:%M"),
        notes=verdict.notes,
        addenda=verdict.addenda,
        seals=verdict.seals,
        lines=verdict.audit_lines,
    )


def _more(verdict: Verdict) -> list[str]:
    said = []
    if verdict.tombstones:
        words = tr_count(
            "Checking",
            one="{n} note was destroyed lawfully and left its reason.",
            many="{n} notes were destroyed lawfully and left their reasons.",
            n=verdict.tombstones,
        )
        said.append(words)
    if verdict.imported:
        words = tr_count(
            "Checking",
            one="The seals of {n} imported archive are whole too.",
            many="The seals of {n} imported archives are whole too.",
            n=verdict.imported,
        )
        said.append(words)
    if not verdict.has_head:
        said.append(
            tr("Checking", "Whether the newest entries were cut off could not be seen this time.")
        )
    return said


def _wrong(verdict: Verdict) -> list[str]:
    said = [f"•  {finding(code, times)}" for code, times in verdict.problems[:_MOST]]
    rest = len(verdict.problems) - _MOST
    if rest > 0:
        said.append(tr("Checking", "•  and {n} other kinds", n=rest))
    said.append("")
    said.append(
        tr(
            "Checking",
            "Nothing was changed and the file stays as it is. Compare with a backup from before; "
            "the command “ims-notes check” names each note that is meant.",
        )
    )
    return said

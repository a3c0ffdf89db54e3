"""The audit: who looked at, wrote, signed or took out what, and when. Nothing here can change."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ims_notes.domain.dates import written
from ims_notes.ui import icons, theme
from ims_notes.ui import navigator as places
from ims_notes.ui.announcer import NoticeText
from ims_notes.ui.dialogs import audit_export
from ims_notes.ui.models.audit_rows import AuditRows
from ims_notes.ui.pages.audit.asks import AuditFile
from ims_notes.ui.pages.audit.export import AuditExport
from ims_notes.ui.pages.audit.filters import AuditFilters
from ims_notes.ui.plain import set_tip
from ims_notes.ui.translation import tr, tr_count
from ims_notes.ui.widgets.audit_table import AuditTable
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.flow import Flow
from ims_notes.ui.widgets.sections import SectionKeys, scrolled_by_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QKeyEvent

    from ims_notes.domain.ids import PatientId
    from ims_notes.services.ports.audit import AuditLine
    from ims_notes.services.read_audit import AuditAsked, AuditOpened
    from ims_notes.ui.announcer import Announcer
    from ims_notes.ui.navigator import Navigator, Place
    from ims_notes.ui.pages.audit.asks import AuditAsks
    from ims_notes.ui.runner import Runs


class AuditPage(QWidget):
    """Asks for the newest entries at every visit; older ones come while it is scrolled."""

    def __init__(
        self, *, navigator: Navigator, announcer: Announcer, runner: Runs, asks: AuditAsks
    ) -> None:
        """Lay the page out; `open` fills it."""
        super().__init__()
        self.setObjectName("audit_page")
        self._navigator, self._announcer = navigator, announcer
        self._runner, self._asks = runner, asks
        self._asked: AuditAsked | None = None
        self._total = 0
        self._rows = AuditRows(self)
        self._table = AuditTable(self._rows)
        self._filters = AuditFilters(find=asks.find, today=asks.today, runner=runner)
        self._export = AuditExport(self, asks=asks, runner=runner)
        self._hide = _button("audit_hide_names", tr("Audit", "Hide names"), icon="hide")
        self._take = _button("audit_export", tr("Audit", "Export …"), icon="folder")
        self._stop = _button("audit_export_stop", tr("Audit", "Stop exporting"))
        self._all = _button("audit_show_all", tr("Audit", "Show everything"))
        self._lay_out()
        self._connect()

    def open(self, place: Place) -> None:
        """Show the newest entries; what was asked for before is asked for again."""
        self._table.setFocus()
        self._ask()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by PageUp and PageDown where large text makes the page long."""
        if not scrolled_by_key(self, event):
            super().keyPressEvent(event)

    def actions_offered(self) -> Mapping[str, Callable[[], object]]:
        """Offer to look for a patient and to hide names."""
        return {"find": self._filters.patient.setFocus, "hide_names": self._hide.click}

    def _ask(self) -> None:
        asked = self._filters.asked
        self._runner.submit(
            lambda: self._asks.open(asked),
            done=partial(self._show, asked),
            failed=self._announcer.explain,
            owner=self,
            latest="audit",
        )

    def _show(self, asked: AuditAsked, opened: AuditOpened) -> None:
        self._asked, self._total = asked, opened.total
        self._rows.show(opened.lines, total=opened.total, zone=self._asks.zone())
        self._filters.offer_people(opened.people)
        if opened.lines:
            self._table.setCurrentIndex(self._rows.index(0, 0))
            self._table.scrollToTop()
        self._table.setVisible(bool(opened.lines))
        self._nothing.setVisible(not opened.lines)
        self._count.setText(_entries(opened.total))
        self._allow_export()

    def _on_more_wanted(self, before_seq: int) -> None:
        asked = self._asked
        if asked is not None:
            self._runner.submit(
                lambda: self._asks.more(asked, before_seq),
                done=partial(self._on_more, asked),
                failed=self._on_no_more,
                owner=self,
                latest="more",
            )

    def _on_more(self, asked: AuditAsked, lines: tuple[AuditLine, ...]) -> None:
        if asked is self._asked:
            self._rows.append(lines)

    def _on_no_more(self, problem: Exception) -> None:
        self._rows.give_up()
        self._announcer.explain(problem)

    def _on_chosen(self, line: AuditLine) -> None:
        if line.patient_id is not None and line.patient_known:
            self._navigator.go(places.patient(cast("PatientId", line.patient_id)))

    def _on_hide(self, hides_names: bool) -> None:
        self._rows.hide_names(hides_names)
        self._filters.hide_names(hides_names)

    def _on_export(self) -> None:
        asked = self._asked
        with_names = audit_export.ask(self, count=self._total) if asked else None
        if asked is None or with_names is None:
            return
        name = f"ims-notes-audit-{written(self._asks.today())}.csv"
        path = self._asks.choose_file(self, name)
        if path is not None:
            self._on_came(0)
            self._export.start(AuditFile(path=path, asked=asked, with_names=with_names))
            self._allow_export()

    def _on_came(self, count: int) -> None:
        done, entries = f"{count:,}", _entries(self._total)
        self._count.setText(tr("Audit", "{done} of {entries} written", done=done, entries=entries))

    def _on_ended(self, count: int, is_told: bool) -> None:
        words = tr_count(
            "Audit",
            one="{count} entry was written.",
            many="{count} entries were written.",
            n=count,
            count=f"{count:,}",
        )
        untold = tr("Audit", "This export itself could not be recorded in the audit.")
        text = NoticeText(sentence=words)
        if not is_told:
            text = NoticeText(sentence=f"{words} {untold}", kind="attention")
        self._announcer.notice(text)
        self._allow_export()
        self._ask()

    def _on_failed(self, words: str) -> None:
        self._announcer.notice(NoticeText(sentence=words, kind="attention"))
        self._on_no_export()

    def _on_no_export(self) -> None:
        self._count.setText(_entries(self._total))
        self._allow_export()

    def _allow_export(self) -> None:
        is_busy = self._export.file is not None
        if is_busy and self._take.hasFocus():
            self._stop.show()
            self._stop.setFocus()
        self._stop.setVisible(is_busy)
        self._take.setEnabled(not is_busy and self._total > 0)

    def _lay_out(self) -> None:
        step = theme.space(self)
        head = QHBoxLayout()
        head.setSpacing(step)
        head.addWidget(theme.label(tr("Audit", "Audit"), role="title"), 1)
        self._hide.setCheckable(True)
        set_tip(self._hide, tr("Audit", "Others see this screen: show initials only (F8)"))
        for button in (self._hide, self._take):
            head.addWidget(button)
        words = tr(
            "Audit",
            "The program enters here who looked at, wrote, signed or took out what; each entry is "
            "sealed to the one before it, so that none can be changed or removed unnoticed, and "
            "none says what a note holds.",
        )
        card = self._card()
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * step, 2 * step, 3 * step, 2 * step)
        column.setSpacing(step)
        column.addLayout(head)
        column.addWidget(theme.label(words, role="muted", wrap=True))
        column.addWidget(self._filters)
        column.addWidget(card, 1)
        self._sections = SectionKeys(self, (self._filters, card))

    def _card(self) -> Card:
        self._count = theme.label(role="muted")
        self._count.setObjectName("audit_count")
        card = Card()
        above = Flow(gap=2 * theme.space(self))
        for widget in (self._count, self._stop):
            above.addWidget(widget)
        card.body.addLayout(above)
        card.body.addWidget(self._table, 1)
        card.body.addWidget(self._nothing_found(), 1)
        return card

    def _nothing_found(self) -> QWidget:
        self._nothing = QWidget()
        self._nothing.setObjectName("audit_nothing")
        column = QVBoxLayout(self._nothing)
        column.addStretch(1)
        words = theme.label(tr("Audit", "No entry fits what you ask for."), role="heading")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._all)
        row.addStretch(1)
        column.addWidget(words)
        column.addLayout(row)
        column.addStretch(2)
        self._nothing.hide()
        return self._nothing

    def _connect(self) -> None:
        self._rows.more_wanted.connect(self._on_more_wanted)
        self._table.line_chosen.connect(self._on_chosen)
        self._filters.changed.connect(self._ask)
        self._hide.toggled.connect(self._on_hide)
        self._take.clicked.connect(self._on_export)
        self._stop.clicked.connect(self._export.stop)
        self._all.clicked.connect(self._on_show_all)
        self._export.came.connect(self._on_came)
        self._export.ended.connect(self._on_ended)
        self._export.failed.connect(self._on_failed)
        self._export.stopped.connect(self._on_no_export)

    def _on_show_all(self) -> None:
        self._filters.ask_for_everything()
        self._table.setFocus()


def _entries(count: int) -> str:
    return tr_count(
        "Audit", one="{count} entry", many="{count} entries", n=count, count=f"{count:,}"
    )


def _button(name: str, words: str, *, icon: str = "") -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(name)
    button.setAccessibleName(words)
    if icon:
        button.setIcon(icons.icon(icon))
    return button

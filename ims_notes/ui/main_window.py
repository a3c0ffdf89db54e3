"""The shell: rail, demo strip, notice, page, status line. It knows pages by their factories only.

For page writers:

- A page is a QWidget made by one `PageFactory` in app.py's table, at its first visit and then kept:
  ``{PlaceName.TODAY: lambda navigator: TodayPage(navigator=navigator, ...)}``; import the page
  inside its factory. Its contents may be as high as they like: the shell scrolls what does not fit.
- Optional, see navigator.py: ``open(place)`` at every visit, ``may_leave() -> bool`` before
  another page is shown, the window closes or the screen is left (save the draft here),
  ``actions_offered()`` for the keys of actions.py; call ``navigator.refresh_actions()`` when they
  change.
- Leave room: page margins 3 steps (``theme.space(self, 3)``), cards 2 apart. Set a property
  ``role`` = "page" is done here.
- Speak through the announcer: ``say`` for "Saved 14:32", ``notice`` for a next step, ``explain``
  for problems, ``tell`` for changes. Ask with ``confirm.ask``.
- The window's title and the task bar never name a patient.

For app.py: make the window, ``show()`` it or put it into a `FirstWindow`, open the record and
call `record_opened`.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ims_notes.ui import theme
from ims_notes.ui.actions import Actions
from ims_notes.ui.navigator import (
    ABOUT,
    AUDIT,
    RESTORE,
    SAFETY,
    SETTINGS,
    TODAY,
    MayAbandon,
    MayLeave,
    Navigator,
    OffersActions,
    Opens,
    PageFactory,
    Place,
    PlaceName,
)
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.notice import Notice
from ims_notes.ui.widgets.rail import Rail
from ims_notes.ui.widgets.status_line import StatusLine
from ims_notes.ui.widgets.strip import DemoStrip, LookingStrip

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QCloseEvent

    from ims_notes.ui.announcer import Announcer, NoticeText
    from ims_notes.ui.dialogs.jump import JumpTarget
    from ims_notes.ui.runner import Runs
    from ims_notes.ui.widgets.blank_screen import BlankScreen


class MainWindow(QWidget):
    """One window; pages come and go inside it.

    Signals:
        closing: the window closes; everything typed is kept.
        lock_asked: the therapist asks for the lock.
    """

    closing = Signal()
    lock_asked = Signal()

    def __init__(
        self,
        *,
        pages: Mapping[PlaceName, PageFactory],
        navigator: Navigator,
        announcer: Announcer,
        runner: Runs,
    ) -> None:
        """Build the shell without any page."""
        super().__init__()
        self._factories = pages
        self._navigator = navigator
        self.announcer = announcer
        self._runner = runner
        self._find: Callable[[str], Sequence[JumpTarget]] = lambda _text: ()
        self._areas: dict[PlaceName, QScrollArea] = {}
        self._moves_since_notice = 0
        self.setObjectName("main_window")
        self.setWindowTitle(tr("MainWindow", "IMS Notes"))
        self.actions_table = Actions(self)
        self.rail = Rail()
        self.strip, self.looking = DemoStrip(), LookingStrip()
        self.notice = Notice()
        self.stack = QStackedWidget()
        self.status = StatusLine(self._hint())
        self._lay_out()
        self._connect()
        self.record_closed()
        self.resize(1280, 800)

    def record_opened(
        self, *, is_demo: bool, find: Callable[[str], Sequence[JumpTarget]] | None = None
    ) -> None:
        """Let the therapist move about; `find` runs on the read lane and feeds Ctrl+K."""
        self._find = find or self._find
        self.strip.setVisible(is_demo)
        self.rail.show()
        self.actions_table.set_record_open(True)

    def record_closed(self) -> None:
        """Leave only what needs no record, such as the first start."""
        self.strip.hide()
        self.looking.hide()
        self.rail.hide()
        self.actions_table.set_record_open(False)

    @cached_property
    def blank(self) -> BlankScreen:
        """What covers every window at one key."""
        from ims_notes.ui.widgets.blank_screen import BlankScreen

        return BlankScreen(self)

    def forget_pages(self) -> None:
        """Take every page away, such as before another record is opened."""
        self.notice.hide()
        self._areas = {}
        while (area := self.stack.currentWidget()) is not None:
            self.stack.removeWidget(area)
            area.deleteLater()

    def show_alone(self, page: QWidget) -> None:
        """Show a page that belongs to no record and no place, such as why none can be opened."""
        self.forget_pages()
        self.record_closed()
        self.stack.addWidget(self._area_of(page, "alone"))
        page.setFocus()

    @property
    def page(self) -> QWidget | None:
        """The page that is shown."""
        area = self.stack.currentWidget()
        return area.widget() if isinstance(area, QScrollArea) else None

    def may_leave(self) -> bool:
        """Ask the page shown whether everything typed is kept."""
        page: object = self.page
        return not isinstance(page, MayLeave) or page.may_leave()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close only when the page shown has kept what was typed, or it is given up."""
        if not self.may_leave() and not self._may_abandon():
            event.ignore()
            return
        self.closing.emit()
        event.accept()

    def _may_abandon(self) -> bool:
        page: object = self.page
        return isinstance(page, MayAbandon) and page.may_abandon()

    def _hint(self) -> str:
        return tr(
            "MainWindow",
            "{jump} jump   {keys} keys",
            jump=self.actions_table.key_text("jump"),
            keys=self.actions_table.key_text("keys"),
        )

    def _lay_out(self) -> None:
        for name in ("today", "patient", "session", "", "settings", "safety", "about"):
            if not name:
                self.rail.add_space()
                continue
            id = f"go_{name}" if f"go_{name}" in self.actions_table else name
            self.rail.add(name, self.actions_table[id], hint=self.actions_table.hint(id))
        notice_room = QFrame()
        step = theme.space(self)
        margins = QVBoxLayout(notice_room)
        margins.setContentsMargins(3 * step, 0, 3 * step, 0)
        margins.addWidget(self.notice)
        column = QVBoxLayout()
        column.setSpacing(0)
        for widget in (self.looking, self.strip, notice_room, self.stack, self.status):
            column.addWidget(widget)
        column.setStretchFactor(self.stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(column, 1)

    def _connect(self) -> None:
        navigator, actions = self._navigator, self.actions_table
        navigator.ask_before_leaving(self.may_leave)
        navigator.moved.connect(self._on_moved)
        navigator.actions_changed.connect(self._offer_actions)
        self.announcer.said.connect(self.status.say)
        self.announcer.noticed.connect(self._on_noticed)
        actions.on("go_today", lambda: navigator.go(TODAY))
        actions.on("settings", lambda: navigator.go(SETTINGS))
        actions.on("go_audit", lambda: navigator.go(AUDIT))
        actions.on("go_safety", lambda: navigator.go(SAFETY))
        actions.on("restore", lambda: navigator.go(RESTORE))
        actions.on("about", lambda: navigator.go(ABOUT))
        actions.on("back", navigator.back)
        actions.on("jump", self._on_jump)
        actions.on("keys", self._on_keys)
        actions.on("lock", self.lock_asked.emit)
        actions.on("blank_screen", lambda: self.blank.cover())
        actions.on("quit", lambda: self.window().close())

    @Slot(object)
    def _on_moved(self, place: Place) -> None:
        area = self._areas.get(place.name) or self._make(place.name)
        self.stack.setCurrentWidget(area)
        page: object = area.widget()
        if isinstance(page, Opens):
            page.open(place)
        self.rail.mark(place.name.value)
        for name in (PlaceName.PATIENT, PlaceName.SESSION):
            if (last := self._navigator.last(name)) is not None:
                self.actions_table.on(f"go_{name}", partial(self._navigator.go, last))
        self._offer_actions()
        self._moves_since_notice += 1
        if self._moves_since_notice > 1:
            self.notice.hide()

    def _make(self, name: PlaceName) -> QScrollArea:
        area = self._area_of(self._factories[name](self._navigator), name)
        self.stack.addWidget(area)
        self._areas[name] = area
        return area

    def _area_of(self, page: QWidget, name: str) -> QScrollArea:
        page.setProperty("role", "page")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        area = QScrollArea()
        area.setObjectName(f"{name}_area")
        area.setProperty("role", "page")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(page)
        return area

    @Slot()
    def _offer_actions(self) -> None:
        page: object = self.page
        offered = page.actions_offered() if isinstance(page, OffersActions) else {}
        self.actions_table.offer(offered)

    @Slot(object)
    def _on_noticed(self, text: NoticeText) -> None:
        self._moves_since_notice = 0
        self.notice.show_notice(text)

    def _on_jump(self) -> None:
        from ims_notes.ui.dialogs.jump import JumpDialog, commands_of

        dialog = JumpDialog(
            self,
            commands=commands_of(self.actions_table.possible()),
            find=self._find,
            runner=self._runner,
        )
        dialog.chosen.connect(self._on_chosen)
        dialog.open()

    @Slot(object)
    def _on_chosen(self, target: JumpTarget) -> None:
        if target.place is not None:
            self._navigator.go(target.place)
        elif target.action is not None:
            self.actions_table[target.action].trigger()

    def _on_keys(self) -> None:
        from ims_notes.ui.dialogs.keys import KeysDialog

        KeysDialog(self, self.actions_table.table).open()

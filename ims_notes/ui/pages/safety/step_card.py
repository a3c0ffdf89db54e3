"""A card that shows how things are or, in the same place, one step towards changing them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ims_notes.ui import theme
from ims_notes.ui.pages.safety.step import Step, put_in_order, stops
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.sections import areas_around, focus_first

if TYPE_CHECKING:
    from collections.abc import Callable

    from ims_notes.ui.announcer import Announcer
    from ims_notes.ui.pages.safety.asks import SafetyAsks, SafetyState
    from ims_notes.ui.runner import Runs

T = TypeVar("T")


class StepCard(Card):
    """Fill `rest` with how things are; `begin` a step in its place, `end` it.

    Signals:
        changed: something was done, so how things are is to be read again.
        stepped: a step was begun.
    """

    changed = Signal()
    stepped = Signal()

    def __init__(
        self, name: str, *, heading: str, runner: Runs, announcer: Announcer, asks: SafetyAsks
    ) -> None:
        """Make an empty card that shows nothing until `show_state`."""
        super().__init__(heading)
        self.setObjectName(name)
        self.runner = runner
        self.announcer = announcer
        self.asks = asks
        self.state: SafetyState | None = None
        self._instead: QWidget | None = None
        self._came_from = ""
        self.rest = QWidget()
        self.column = QVBoxLayout(self.rest)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.space(self))
        self._why = theme.label(role="muted", wrap=True)
        self._why.setObjectName(f"{name}_why_not")
        self._why.hide()
        self.column.addWidget(self._why)
        self.rest.hide()
        self.body.addWidget(self.rest)

    @property
    def is_busy(self) -> bool:
        """Whether a deed of this card is being done."""
        return isinstance(self._instead, Step) and self._instead.is_busy

    def show_state(self, state: SafetyState) -> None:
        """Show how things are; a step that was begun stays, and so does the focus."""
        held = self._held()
        self.state = state
        self._why.setText(
            tr("Safety", "This record is open for reading only, so nothing can be changed here.")
        )
        self._why.setVisible(not state.may_write)
        self.show_rest(state)
        self.rest.setVisible(self._instead is None)
        if held and self._held() != held:
            self.focus_on(held)

    def show_rest(self, state: SafetyState) -> None:
        """Show how things are in `rest`; a card does this in its own way."""
        raise NotImplementedError

    def begin(self, step: Step) -> None:
        """Show a step in place of how things are."""
        step.left.connect(self.end)
        self.show_instead(step)
        step.take_focus()

    def show_instead(self, widget: QWidget) -> None:
        """Show a widget in place of how things are."""
        if self._instead is None:
            self._came_from = self._held()
        self._put_away()
        self._instead = widget
        self.rest.hide()
        self.body.addWidget(widget)
        put_in_order((*stops(self.rest)[-1:], *stops(widget)))
        widget.show()
        self.stepped.emit()
        QTimer.singleShot(0, self, self._into_view)

    def end(self) -> None:
        """Return to how things are, with the focus where it came from."""
        if self._instead is None or self.is_busy:
            return
        held = self._held()
        self._put_away()
        self.rest.setVisible(self.state is not None)
        if held:
            self.focus_on(self._came_from)

    def focus_on(self, name: str) -> None:
        """Put the focus on the widget of this name, or on the first that can take it."""
        found = self.findChild(QWidget, name) if name else None
        if found is not None and found.isEnabled() and found.isVisibleTo(self):
            found.setFocus()
        else:
            focus_first(self)
        QTimer.singleShot(0, self, self._into_view)

    def carry_out(self, deed: Callable[[], T], done: Callable[[T], object]) -> None:
        """Do the deed of the step shown; what went wrong is said there."""
        if isinstance(self._instead, Step):
            self._instead.busy(True)
        self.runner.submit(
            deed,
            done=partial(self._on_done, done),
            failed=self._on_failed,
            owner=self,
            lane="write",
        )

    def finish(self, words: str) -> None:
        """Leave the step, say what was done, and have the state read again."""
        self.end()
        self.announcer.say(words)
        self.changed.emit()

    def _on_done(self, done: Callable[[T], object], result: T) -> None:
        if isinstance(self._instead, Step):
            self._instead.busy(False)
        done(result)

    def _on_failed(self, problem: Exception) -> None:
        if isinstance(self._instead, Step):
            self._instead.busy(False)
            self._instead.explain(problem)
        else:
            self.announcer.explain(problem)
            self.changed.emit()

    def _held(self) -> str:
        """Return the name of what has the focus in this card; empty where nothing has."""
        held = self.window().focusWidget()
        return held.objectName() if held is not None and self.isAncestorOf(held) else ""

    def _into_view(self) -> None:
        """Scroll to this card, and to what has the focus, once all has its place."""
        held = self.findChild(QWidget, self._held()) if self._held() else None
        for area in areas_around(self):
            area.ensureWidgetVisible(self)
            if held is not None:
                area.ensureWidgetVisible(held)

    def _put_away(self) -> None:
        if self._instead is not None:
            self._instead.hide()
            self.body.removeWidget(self._instead)
            self._instead.setParent(None)
            self._instead.deleteLater()
            self._instead = None

"""Episodes of care: the open ones with what is known, the past ones folded away."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from ims_notes.ui import icons, theme
from ims_notes.ui.episode_words import episode_dates, episode_facts, region_name
from ims_notes.ui.translation import tr, tr_count
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.discharge import Discharging
from ims_notes.ui.widgets.flow import Flow, clear
from ims_notes.ui.widgets.sections import focus_first

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from ims_notes.domain.catalogue import Catalogue
    from ims_notes.domain.episodes import Episode
    from ims_notes.domain.ids import EpisodeId


class EpisodesCard(Card):
    """All episodes of a patient.

    Signals:
        edited: an episode to be changed. again: a past episode to begin anew from.
        discharged: an episode as it closes, with its day and summary.
        reopened: a past episode to be taken under care again.
    """

    edited = Signal(object)
    again = Signal(object)
    discharged = Signal(object)
    reopened = Signal(object)

    def __init__(self, catalogue: Catalogue) -> None:
        """Start without episodes."""
        super().__init__(tr("Episode", "Episodes of care"))
        self.setObjectName("episodes_card")
        self.catalogue = catalogue
        self._parts: list[EpisodePart] = []
        self._waiting: list[tuple[Episode, date]] = []
        self._awaited: EpisodeId | None = None
        self._open = QVBoxLayout()
        self._fold = QPushButton()
        self._fold.setObjectName("past_episodes")
        self._fold.setCheckable(True)
        theme.mark(self._fold, "quiet")
        self._fold.toggled.connect(self._on_fold)
        self._past = QWidget()
        self._past_column = QVBoxLayout(self._past)
        self._past_column.setContentsMargins(0, 0, 0, 0)
        for column in (self._open, self._past_column):
            column.setSpacing(theme.space(self, 1.5))
        self.body.addLayout(self._open)
        self.body.addWidget(self._fold)
        self.body.addWidget(self._past)
        self._on_fold(False)

    def go_to(self, episode_id: EpisodeId) -> None:
        """Put the focus on an episode as soon as it is shown anew."""
        self._awaited = episode_id

    def show_episodes(self, episodes: Sequence[Episode], *, today: date) -> None:
        """Show the open episodes; past ones stay folded as they were."""
        left = self._left()
        self._parts = []
        clear(self._open)
        clear(self._past_column)
        past = [episode for episode in episodes if not episode.is_open]
        open_ones = [episode for episode in episodes if episode.is_open]
        self._waiting = [(episode, today) for episode in past]
        for episode in open_ones:
            self._open.addWidget(self._part(episode, today=today))
        if not open_ones:
            words = tr("Episode", "No open episode. Begin one so that visits belong to it.")
            self._open.addWidget(theme.label(words, role="muted", wrap=True))
        self._order_open()
        words = tr_count("Episode", one="{n} past episode", many="{n} past episodes", n=len(past))
        self._fold.setText(words)
        self._fold.setAccessibleName(words)
        self._fold.setVisible(bool(past))
        self._on_fold(self._fold.isChecked() and bool(past))
        self._come_back(left)

    def _part(self, episode: Episode, *, today: date) -> EpisodePart:
        number = len(self._parts) + 1
        part = EpisodePart(episode, number=number, catalogue=self.catalogue, today=today)
        part.edited.connect(self.edited)
        part.again.connect(self.again)
        part.discharged.connect(self.discharged)
        part.reopened.connect(self.reopened)
        self._parts.append(part)
        return part

    def _left(self) -> tuple[int, EpisodeId] | None:
        """Return where the focus is that this card is about to take away, and at which episode."""
        held = self.window().focusWidget()
        for at, part in enumerate(self._parts):
            if held is not None and part.isAncestorOf(held):
                return at, part.episode.id
        return None

    def _come_back(self, left: tuple[int, EpisodeId] | None) -> None:
        """Put the focus where it was, or on what took its place."""
        awaited, self._awaited = self._awaited, None
        wanted = awaited or (left[1] if left else None)
        shown = [each for each in self._parts if each.episode.is_open or self._fold.isChecked()]
        part = next((each for each in shown if each.episode.id == wanted), None)
        if part is None and left is None:
            return
        if part is None and left is not None and shown:
            part = shown[min(left[0], len(shown) - 1)]
        if part is not None:
            part.show()
        focus_first(part or self)

    def _order_open(self) -> None:
        """Let Tab go through the open episodes, then to the fold, as they are read."""
        stops = [stop for part in self._parts for stop in part.stops]
        # The fold marks the card's place in the page; what was made just now stands at its end.
        for one, following in pairwise((self._fold, *stops)):
            QWidget.setTabOrder(one, following)
        if stops:
            QWidget.setTabOrder(stops[-1], self._fold)

    def _make_past(self) -> None:
        """Make the past episodes, which most often nobody unfolds; Tab reaches them last."""
        waiting, self._waiting = self._waiting, []
        before: QWidget = self._fold
        for episode, today in waiting:
            part = self._part(episode, today=today)
            self._past_column.addWidget(part)
            for stop in part.stops:
                QWidget.setTabOrder(before, stop)
                before = stop

    def _on_fold(self, is_open: bool) -> None:
        if is_open:
            self._make_past()
        self._past.setVisible(is_open)
        self._fold.setIcon(icons.icon("chevron-down" if is_open else "chevron-right", "accent"))


class EpisodePart(QFrame):
    """One episode: what is recorded, and what can be done with it.

    `stops` are the widgets that Tab stops at, in order.
    """

    edited = Signal(object)
    again = Signal(object)
    discharged = Signal(object)
    reopened = Signal(object)

    def __init__(self, episode: Episode, *, number: int, catalogue: Catalogue, today: date) -> None:
        """Show an episode; `number` tells its widgets apart."""
        super().__init__()
        self.episode = episode
        self._name = f"episode_{number}"
        self.setObjectName(self._name)
        self._region = region_name(catalogue, episode.region)
        self.setAccessibleName(self._region)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(max(2, theme.space(self) // 2))
        for label in self._words():
            column.addWidget(label)
        buttons = Flow(gap=theme.space(self) // 2)
        column.addLayout(buttons)
        if episode.is_open:
            closing = Discharging(episode, name=self._name, region=self._region, today=today)
            closing.agreed.connect(self._on_agreed)
            column.addWidget(closing)
            deeds = self._open_deeds(closing)
            self.stops = [*deeds, *closing.stops]
        else:
            self.stops = deeds = self._past_deeds()
        for deed in deeds:
            buttons.addWidget(deed)

    def _edit(self) -> QWidget:
        return self._button("edit", tr("Episode", "Edit"), does=self._send(self.edited))

    def _open_deeds(self, closing: Discharging) -> list[QWidget]:
        words = tr("Episode", "Discharge …")
        return [self._edit(), self._button("discharge", words, does=closing.ask)]

    def _past_deeds(self) -> list[QWidget]:
        reopen, again = tr("Episode", "Open again"), tr("Episode", "New episode like this")
        return [
            self._edit(),
            self._button("reopen", reopen, does=self._send(self.reopened)),
            self._button("again", again, does=self._send(self.again)),
        ]

    def _words(self) -> list[QLabel]:
        episode = self.episode
        labels = [theme.label(self._region, role="strong", wrap=True)]
        if episode.complaint:
            labels.append(theme.label(episode.complaint, wrap=True))
        labels.append(theme.label(episode_dates(episode), role="caption", wrap=True))
        for heading, words in episode_facts(episode):
            told = tr("Episode", "{heading}: {words}", heading=heading, words=words)
            labels.append(theme.label(told, wrap=True))
        return labels

    def _button(self, deed: str, words: str, *, does: Callable[[], object]) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(f"{self._name}_{deed}")
        button.setAccessibleName(tr("Episode", "{deed}: {region}", deed=words, region=self._region))
        button.clicked.connect(lambda: does())
        return button

    def _send(self, signal: SignalInstance) -> Callable[[], None]:
        return lambda: signal.emit(self.episode)

    def _on_agreed(self, day: date, summary: str) -> None:
        self.discharged.emit(self.episode.discharged(on=day, summary=summary))

"""Episodes of care: the open ones with what is known, the past ones folded away."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from ims_notes.ui import icons, theme
from ims_notes.ui.episode_words import episode_dates, episode_facts, region_name
from ims_notes.ui.translation import tr, tr_count
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.flow import Flow, clear
from ims_notes.ui.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ims_notes.domain.catalogue import Catalogue
    from ims_notes.domain.episodes import Episode


class EpisodesCard(Card):
    """All episodes of a patient.

    Signals:
        edited: an episode to be changed. again: a past episode to begin anew from.
        discharged: an episode, and the summary typed.
    """

    edited = Signal(object)
    again = Signal(object)
    discharged = Signal(object, str)

    def __init__(self, catalogue: Catalogue) -> None:
        """Start without episodes."""
        super().__init__(tr("Episode", "Episodes of care"))
        self.setObjectName("episodes_card")
        self._catalogue = catalogue
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

    def show_episodes(self, episodes: Sequence[Episode]) -> None:
        """Show the open episodes; past ones stay folded as they were."""
        clear(self._open)
        clear(self._past_column)
        past = [episode for episode in episodes if not episode.is_open]
        open_ones = [episode for episode in episodes if episode.is_open]
        stops: dict[bool, list[QWidget]] = {True: [], False: []}
        for number, episode in enumerate((*open_ones, *past), 1):
            part = EpisodePart(episode, number=number, catalogue=self._catalogue)
            part.edited.connect(self.edited)
            part.again.connect(self.again)
            part.discharged.connect(self.discharged)
            (self._open if episode.is_open else self._past_column).addWidget(part)
            stops[episode.is_open] += part.stops
        if not open_ones:
            words = tr("Episode", "No open episode. Begin one so that visits belong to it.")
            self._open.addWidget(theme.label(words, role="muted", wrap=True))
        self._order(stops[True], stops[False])
        words = tr_count("Episode", one="{n} past episode", many="{n} past episodes", n=len(past))
        self._fold.setText(words)
        self._fold.setAccessibleName(words)
        self._fold.setVisible(bool(past))
        self._on_fold(self._fold.isChecked() and bool(past))

    def _order(self, before: list[QWidget], after: list[QWidget]) -> None:
        """Let Tab go through the open episodes, the fold and the past ones, as they are read."""
        # The fold marks the card's place in the page; what was made just now stands at its end.
        for one, following in pairwise((self._fold, *before)):
            QWidget.setTabOrder(one, following)
        if before:
            QWidget.setTabOrder(before[-1], self._fold)
        for one, following in pairwise((self._fold, *after)):
            QWidget.setTabOrder(one, following)

    def _on_fold(self, is_open: bool) -> None:
        self._past.setVisible(is_open)
        self._fold.setIcon(icons.icon("chevron-down" if is_open else "chevron-right", "accent"))


class EpisodePart(QFrame):
    """One episode: what is recorded, and what can be done with it.

    `stops` are the widgets that Tab stops at, in order.
    """

    edited = Signal(object)
    again = Signal(object)
    discharged = Signal(object, str)

    def __init__(self, episode: Episode, *, number: int, catalogue: Catalogue) -> None:
        """Show an episode; `number` tells its widgets apart."""
        super().__init__()
        self._episode = episode
        self._name = f"episode_{number}"
        self.setObjectName(self._name)
        self._closing_stops: list[QWidget] = []
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
            deeds = [
                self._button("edit", tr("Episode", "Edit"), does=self._on_edit),
                self._button("discharge", tr("Episode", "Discharge …"), does=self._on_discharge),
            ]
            self._closing = self._closing_part()
            column.addWidget(self._closing)
        else:
            words = tr("Episode", "New episode like this")
            deeds = [self._button("again", words, does=self._on_again)]
        for deed in deeds:
            buttons.addWidget(deed)
        self.stops: list[QWidget] = [*deeds, *self._closing_stops]

    def _words(self) -> list[QLabel]:
        episode = self._episode
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

    def _closing_part(self) -> QWidget:
        """Build what Discharge opens: the summary and the deed itself."""
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        self._summary = TextField(
            f"{self._name}_summary",
            tr("Episode", "Summary at discharge"),
            lines=3,
            hint=tr("Episode", "Where it stands, and what to do if it returns"),
        )
        row = Flow(gap=theme.space(self) // 2)
        close = self._button("close", tr("Episode", "Discharge today"), does=self._on_close)
        theme.mark(close, "primary")
        keep = self._button("keep", tr("Episode", "Keep it open"), does=part.hide)
        row.addWidget(close)
        row.addWidget(keep)
        self._closing_stops = [self._summary.edit, close, keep]
        column.addWidget(self._summary)
        column.addLayout(row)
        part.hide()
        return part

    def _on_edit(self) -> None:
        self.edited.emit(self._episode)

    def _on_again(self) -> None:
        self.again.emit(self._episode)

    def _on_discharge(self) -> None:
        self._closing.show()
        self._summary.edit.setFocus()

    def _on_close(self) -> None:
        self.discharged.emit(self._episode, self._summary.text)

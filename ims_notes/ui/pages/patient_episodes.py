"""Keeps a patient's episodes of care: begun, changed, discharged, and opened again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ims_notes.ui.announcer import NoticeText
from ims_notes.ui.dialogs import episode_form
from ims_notes.ui.episode_words import region_name
from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from ims_notes.domain.episodes import Episode
    from ims_notes.domain.ids import PatientId
    from ims_notes.services.ports.work import Changes
    from ims_notes.ui.announcer import Announcer
    from ims_notes.ui.pages.patient_deeds import PatientDeeds
    from ims_notes.ui.runner import Runs
    from ims_notes.ui.widgets.episode_card import EpisodesCard


class EpisodeKeeper(QObject):
    """Carries out what is asked of the episodes in their card."""

    def __init__(
        self,
        card: EpisodesCard,
        page: QWidget,
        *,
        deeds: PatientDeeds,
        announcer: Announcer,
        runner: Runs,
    ) -> None:
        """Listen to the card; forms open over `page`."""
        super().__init__(page)
        self._card = card
        self._page = page
        self._deeds = deeds
        self._announcer = announcer
        self._runner = runner
        card.edited.connect(self._ask)
        card.again.connect(lambda like: self.begin(like.patient_id, like))
        card.discharged.connect(self._on_discharge)
        card.reopened.connect(self._reopen)

    def begin(self, patient_id: PatientId, like: Episode | None = None) -> None:
        """Ask for a new episode, with the region and complaint of a past one if given."""
        today = self._deeds.now().date()
        self._ask(episode_form.new_episode(patient_id, today=today, like=like))

    def _ask(self, episode: Episode) -> None:
        typed = episode_form.ask(
            self._page,
            episode=episode,
            catalogue=self._card.catalogue,
            today=self._deeds.now().date(),
        )
        if typed is None:
            return
        is_new = typed.id == episode_form.NOT_KEPT
        keep = self._deeds.open_episode if is_new else self._deeds.change_episode
        self._keep(lambda: keep(typed))

    def _on_discharge(self, closed: Episode) -> None:
        on = closed.discharged_on or self._deeds.now().date()
        self._keep(
            lambda: self._deeds.discharge_episode(closed.id, on, closed.discharge_summary),
            then=partial(self._offer_back, closed),
        )

    def _offer_back(self, episode: Episode) -> None:
        region = region_name(self._card.catalogue, episode.region)
        self._announcer.notice(
            NoticeText(
                sentence=tr("Patient", "Discharged: {region}.", region=region),
                step=tr("Patient", "Undo"),
                on_step=lambda: self._reopen(episode),
            )
        )

    def _reopen(self, episode: Episode) -> None:
        self._card.go_to(episode.id)
        self._keep(lambda: self._deeds.reopen_episode(episode.id))

    def _keep(self, deed: Callable[[], Changes], then: Callable[[], object] = lambda: None) -> None:
        def done(changes: Changes) -> None:
            self._announcer.say(tr("Patient", "Saved"))
            self._announcer.tell(changes)
            then()

        self._runner.submit(
            deed, done=done, failed=self._announcer.explain, owner=self, lane="write"
        )

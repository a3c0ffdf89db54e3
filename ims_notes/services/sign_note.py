"""Sign a note: check it, freeze what it says, chain its seal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ims_notes.domain.audit import Deed
from ims_notes.domain.draft import read_draft, signed_by
from ims_notes.domain.episodes import Episode
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.ids import EpisodeId
from ims_notes.services.clock import day_in
from ims_notes.services.ports.work import Changes
from ims_notes.services.practitioner_access import person_at_work
from ims_notes.services.session import setting_of

if TYPE_CHECKING:
    from ims_notes.domain.draft import DraftRead, DraftSetting, Rulebook
    from ims_notes.domain.ids import NoteId, PractitionerId
    from ims_notes.domain.note import Note
    from ims_notes.domain.note_content import NoteContent
    from ims_notes.services.clock import Clock
    from ims_notes.services.ports.work import BeginWork, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A note as signed, its seal (hex), and what that changed."""

    note: Note
    content: NoteContent
    seal: str
    changes: Changes


def sign_note(
    note_id: NoteId,
    *,
    begin: BeginWork,
    rulebook: Rulebook,
    clock: Clock,
    revision: int,
    signer: PractitionerId | None = None,
) -> Signed:
    """Sign a draft exactly as it was read back, in the name of who is at work.

    Regions without an open episode open one each, so that every pain value has its chart line.
    A draft that somebody else began is signed by who is at work; the note states both.

    ``revision`` is that of the draft that was shown; a newer one is not signed unread. ``signer``
    is who was shown as signing it; None where that was not read back.

    Raises:
        RuleBroken: not a draft, not the one shown, nobody or somebody else at work, something
            typed not understood, or something the profile demands is missing (facts: ``codes``).
    """
    with begin() as work:
        draft = work.notes.get(note_id)
        if draft.is_draft and draft.revision != revision:
            raise RuleBroken(Rule.DRAFT_OUTDATED)
        at_work = person_at_work(work)
        if signer not in (None, at_work.id):
            raise RuleBroken(Rule.SIGNER_CHANGED)
        note = draft.signed(at=clock.now())
        setting = setting_of(note, work=work, rulebook=rulebook)
        read = _checked(note, setting)
        if read.new_regions:
            episodes = _open_episodes(work, note, regions=read.new_regions, clock=clock)
            note = replace(note, episode_id=note.episode_id or episodes[0].id)
            read = read_draft(note, replace(setting, episodes=(*setting.episodes, *episodes)))
        note = replace(note, practitioner_id=at_work.id)
        content = signed_by(read.content, at_work)
        seal = work.notes.sign(note, content)
        work.audit.record(Deed.NOTE_SIGNED, patient_id=note.patient_id, on=note.id)
    topics = frozenset({"notes", "drafts", "episodes"})
    changes = Changes(patient_id=note.patient_id, topics=topics)
    return Signed(note=note, content=content, seal=seal, changes=changes)


def _checked(note: Note, setting: DraftSetting) -> DraftRead:
    read = read_draft(note, setting)
    if read.parsed.errors:
        raise RuleBroken(Rule.NOTE_HAS_ERRORS, codes=tuple(e.code for e in read.parsed.errors))
    missing = tuple(m.code for m in read.missing if m.blocks)
    if missing:
        raise RuleBroken(Rule.NOTE_INCOMPLETE, codes=missing)
    return read


def _open_episodes(
    work: Work, note: Note, *, regions: tuple[str, ...], clock: Clock
) -> tuple[Episode, ...]:
    opened = []
    for region in regions:
        episode = Episode(
            id=EpisodeId(clock.new_id()),
            patient_id=note.patient_id,
            region=region,
            opened_on=day_in(note.started_at, note.zone),
        ).tidied()
        work.episodes.put(episode)
        work.audit.record(Deed.EPISODE_OPENED, patient_id=note.patient_id, on=episode.id)
        opened.append(episode)
    return tuple(opened)

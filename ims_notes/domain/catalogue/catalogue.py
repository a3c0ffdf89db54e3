"""The clinical vocabulary as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ims_notes.domain.catalogue.exercises import Exercise
    from ims_notes.domain.catalogue.muscles import AmbiguousWord, Muscle, MuscleGroup
    from ims_notes.domain.catalogue.visit_words import (
        AdverseEventKind,
        Choice,
        HandsOnTechnique,
        Motion,
        Region,
        Topic,
    )


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


_Entry = TypeVar("_Entry", bound=_HasId)


def _by_id(entries: Iterable[_Entry]) -> Mapping[str, _Entry]:
    return MappingProxyType({entry.id: entry for entry in entries})


def _segments(muscles: Iterable[Muscle]) -> Mapping[str, Muscle]:
    by_level = {muscle.level: muscle for muscle in muscles if muscle.level is not None}
    down_the_spine = sorted(by_level, key=lambda level: ("ctls".index(level[0]), int(level[1:])))
    return MappingProxyType({level: by_level[level] for level in down_the_spine})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Catalogue:
    """Every muscle, exercise, topic and short list, in file order and by id.

    ``segment_by_level`` runs down the spine, from c1 to s2.
    """

    muscles: tuple[Muscle, ...] = ()
    muscle_groups: tuple[MuscleGroup, ...] = ()
    never_alone: tuple[AmbiguousWord, ...] = ()
    exercises: tuple[Exercise, ...] = ()
    topics: tuple[Topic, ...] = ()
    regions: tuple[Region, ...] = ()
    motions: tuple[Motion, ...] = ()
    adverse_events: tuple[AdverseEventKind, ...] = ()
    hands_on: tuple[HandsOnTechnique, ...] = ()
    positions: tuple[Choice, ...] = ()
    tolerances: tuple[Choice, ...] = ()
    places: tuple[Choice, ...] = ()
    muscle_by_id: Mapping[str, Muscle] = field(init=False)
    segment_by_level: Mapping[str, Muscle] = field(init=False)
    exercise_by_id: Mapping[str, Exercise] = field(init=False)
    topic_by_id: Mapping[str, Topic] = field(init=False)
    region_by_id: Mapping[str, Region] = field(init=False)
    motion_by_id: Mapping[str, Motion] = field(init=False)
    adverse_event_by_id: Mapping[str, AdverseEventKind] = field(init=False)

    def __post_init__(self) -> None:
        """Build the look-up tables once."""
        put = object.__setattr__
        put(self, "muscle_by_id", _by_id(self.muscles))
        put(self, "segment_by_level", _segments(self.muscles))
        put(self, "exercise_by_id", _by_id(self.exercises))
        put(self, "topic_by_id", _by_id(self.topics))
        put(self, "region_by_id", _by_id(self.regions))
        put(self, "motion_by_id", _by_id(self.motions))
        put(self, "adverse_event_by_id", _by_id(self.adverse_events))

    def muscles_sharing(self, root: str) -> tuple[Muscle, ...]:
        """Return the muscles (not the segments) that a nerve root such as ``C5`` supplies."""
        return tuple(m for m in self.muscles if root in m.roots and not m.is_segment)

"""Turns the catalogue files into one frozen catalogue, or says what is broken."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from ims_notes.domain.catalogue.catalogue import Catalogue
from ims_notes.domain.catalogue.exercises import (
    Dose,
    DosePart,
    DoseStep,
    Exercise,
    Progression,
    Purpose,
)
from ims_notes.domain.catalogue.load_muscles import (
    GROUP_FILE,
    MUSCLE_FOLDER,
    load_muscle_words,
    load_muscles,
)
from ims_notes.domain.catalogue.reading import (
    BrokenCatalogue,
    Document,
    Entry,
    Field,
    Shape,
    entries,
    identifier,
    one_of,
    open_document,
    read_table,
    some_texts,
    text,
    texts,
    unique_words,
    whole,
)
from ims_notes.domain.catalogue.visit_words import (
    AdverseEventKind,
    Choice,
    HandsOnTechnique,
    Motion,
    Phase,
    ReactionCategory,
    Region,
    Severity,
    Topic,
    Unit,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

EXERCISE_FILE = "exercises.toml"
TOPIC_FILE = "education.toml"
REGION_FILE = "regions.toml"
EVENT_FILE = "adverse_events.toml"
TECHNIQUE_FILE = "hands_on.toml"
VISIT_FILE = "visit.toml"
_FILES = (
    GROUP_FILE,
    EXERCISE_FILE,
    TOPIC_FILE,
    REGION_FILE,
    EVENT_FILE,
    TECHNIQUE_FILE,
    VISIT_FILE,
)

_Kind = TypeVar("_Kind")


def _dose(value: object) -> Dose:
    if not isinstance(value, dict) or not value:
        raise ValueError("must hold sets, reps, hold_s or times_per_day")
    return Dose(**read_table(value, _DOSE))


def _dose_steps(value: object) -> tuple[DoseStep, ...]:
    if not isinstance(value, list) or not all(isinstance(step, dict) for step in value):
        raise ValueError("must be a list of steps")
    return tuple(DoseStep(**read_table(step, _STEP)) for step in value)


_DOSE: Shape = {part.value: Field(whole(1, 3600), required=False) for part in DosePart}
_STEP: Shape = {
    "part": Field(one_of(DosePart)),
    "by": Field(whole(1, 600)),
    "up_to": Field(whole(1, 3600)),
}
_NAMED: Shape = {"id": Field(identifier), "name": Field(text), "words": Field(some_texts)}
_SOURCED: Shape = {**_NAMED, "source": Field(text, required=False)}
_REGION: Shape = {**_NAMED, "muscle_regions": Field(texts, required=False)}
_MOTION: Shape = {**_NAMED, "unit": Field(one_of(Unit), required=False)}
_EVENT: Shape = {
    **_SOURCED,
    "category": Field(one_of(ReactionCategory)),
    "phase": Field(one_of(Phase)),
    "severity": Field(one_of(Severity)),
}
_TOPIC: Shape = {
    "id": Field(identifier),
    "title": Field(text),
    "words": Field(some_texts),
    "body": Field(text),
    "source": Field(text),
}
_EXERCISE: Shape = {
    **_SOURCED,
    "regions": Field(some_texts),
    "purpose": Field(one_of(Purpose)),
    "position": Field(text),
    "steps": Field(some_texts),
    "cues": Field(texts, required=False),
    "equipment": Field(texts, required=False),
    "dose": Field(_dose),
    "progress": Field(_dose_steps),
    "progress_then": Field(identifier, required=False),
    "progress_words": Field(text),
    "easier": Field(text),
    "cautions": Field(texts, required=False),
    "muscles": Field(texts),
}


def read_catalogue_files(folder: Path) -> dict[str, str]:
    """Return the text of every catalogue file in a folder, by its name such as muscles/neck.toml.

    A file that is absent is left out; loading says so.

    Raises:
        BrokenCatalogue: a file is not UTF-8 text.
    """
    muscle_files = sorted(folder.glob(f"{MUSCLE_FOLDER}*.toml"))
    paths = [*muscle_files, *(folder / name for name in _FILES)]
    return {
        path.relative_to(folder).as_posix(): _text_of(path, folder)
        for path in paths
        if path.is_file()
    }


def _text_of(path: Path, folder: Path) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        name = path.relative_to(folder).as_posix()
        raise BrokenCatalogue(name, line, "not UTF-8 text") from fault


def load_catalogue(files: Mapping[str, str]) -> Catalogue:
    """Return the whole catalogue from the texts of its files, by file name.

    Raises:
        BrokenCatalogue: a file is missing or broken; says which, where and why.
    """
    muscles = load_muscles(files)
    groups, never_alone = load_muscle_words(files, muscles)
    regions, motions = _load_regions(files, {muscle.region for muscle in muscles})
    visit = open_document(files, VISIT_FILE, keys=("position", "tolerance", "place"))
    return Catalogue(
        muscles=muscles,
        muscle_groups=groups,
        never_alone=never_alone,
        exercises=load_exercises(
            files,
            muscles={muscle.id for muscle in muscles},
            regions={region.id for region in regions},
        ),
        topics=load_topics(files),
        regions=regions,
        motions=motions,
        adverse_events=load_adverse_events(files),
        hands_on=load_hands_on(files),
        positions=_load(visit, "position", shape=_NAMED, build=Choice),
        tolerances=_load(visit, "tolerance", shape=_NAMED, build=Choice),
        places=_load(visit, "place", shape=_NAMED, build=Choice),
    )


def load_topics(files: Mapping[str, str]) -> tuple[Topic, ...]:
    """Return the education topics."""
    document = open_document(files, TOPIC_FILE, keys=("topic",))
    return _load(document, "topic", shape=_TOPIC, build=Topic)


def load_adverse_events(files: Mapping[str, str]) -> tuple[AdverseEventKind, ...]:
    """Return the reactions to needling."""
    document = open_document(files, EVENT_FILE, keys=("source", "event"))
    build = partial(AdverseEventKind, source=_source_of(document))
    return _load(document, "event", shape=_EVENT, build=build)


def load_hands_on(files: Mapping[str, str]) -> tuple[HandsOnTechnique, ...]:
    """Return the hands-on techniques."""
    document = open_document(files, TECHNIQUE_FILE, keys=("source", "technique"))
    build = partial(HandsOnTechnique, source=_source_of(document))
    return _load(document, "technique", shape=_SOURCED, build=build)


def load_exercises(
    files: Mapping[str, str], *, muscles: Collection[str], regions: Collection[str]
) -> tuple[Exercise, ...]:
    """Return the exercises; each may only name muscles, regions and exercises that exist.

    Raises:
        BrokenCatalogue: the file is missing or broken, or a step cannot start from the dose.
    """
    document = open_document(files, EXERCISE_FILE, keys=("source", "exercise"))
    source = _source_of(document)
    read = list(entries(document, "exercise", shape=_EXERCISE))
    unique_words(read)
    ids = {entry.id for entry in read}
    for entry in read:
        _check_known(entry, "muscles", known=muscles, what="muscle")
        _check_known(entry, "regions", known=regions, what="region")
        then = entry.values.get("progress_then")
        if then is not None and (then not in ids or then == entry.id):
            raise entry.broken(f"goes on to the unknown exercise '{then}'")
    return tuple(_exercise(entry, source) for entry in read)


def _exercise(entry: Entry, source: str) -> Exercise:
    values = {"source": source} | entry.values
    progression = Progression(
        steps=values.pop("progress"),
        then=values.pop("progress_then", None),
        words=values.pop("progress_words"),
    )
    exercise = Exercise(progression=progression, regression=values.pop("easier"), **values)
    for step in progression.steps:
        start = exercise.dose.part(step.part)
        if start is None or start >= step.up_to:
            raise entry.broken(f"the step on '{step.part}' cannot start from the dose")
    return exercise


def _load_regions(
    files: Mapping[str, str], muscle_regions: Collection[str]
) -> tuple[tuple[Region, ...], tuple[Motion, ...]]:
    document = open_document(files, REGION_FILE, keys=("region", "motion"))
    for entry in entries(document, "region", shape=_REGION):
        _check_known(entry, "muscle_regions", known=muscle_regions, what="muscle region")
    return (
        _load(document, "region", shape=_REGION, build=Region),
        _load(document, "motion", shape=_MOTION, build=Motion),
    )


def _source_of(document: Document) -> str:
    """Return where a file's entries come from that name no source of their own."""
    try:
        return text(document.table.get("source"))
    except ValueError as fault:
        raise document.broken(f"'source' {fault}", key="source") from fault


def _load(
    document: Document, kind: str, *, shape: Shape, build: Callable[..., _Kind]
) -> tuple[_Kind, ...]:
    read = list(entries(document, kind, shape=shape))
    unique_words(read)
    return tuple(build(**entry.values) for entry in read)


def _check_known(entry: Entry, key: str, *, known: Collection[str], what: str) -> None:
    for name in entry.values.get(key, ()):
        if name not in known:
            raise entry.broken(f"names the unknown {what} '{name}'")

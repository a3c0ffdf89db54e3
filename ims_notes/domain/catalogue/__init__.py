"""The clinical vocabulary: muscles, exercises, education, regions, reactions and techniques.

It is data under resources/catalogue; this package gives it types and refuses a broken file.
"""

from ims_notes.domain.catalogue.catalogue import Catalogue
from ims_notes.domain.catalogue.exercises import (
    Dose,
    DosePart,
    DoseStep,
    Exercise,
    Progression,
    Purpose,
)
from ims_notes.domain.catalogue.muscles import AmbiguousWord, Muscle, MuscleGroup, Practice
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
)

__all__ = [
    "AdverseEventKind",
    "AmbiguousWord",
    "Catalogue",
    "Choice",
    "Dose",
    "DosePart",
    "DoseStep",
    "Exercise",
    "HandsOnTechnique",
    "Motion",
    "Muscle",
    "MuscleGroup",
    "Phase",
    "Practice",
    "Progression",
    "Purpose",
    "ReactionCategory",
    "Region",
    "Severity",
    "Topic",
]

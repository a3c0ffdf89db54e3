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
from ims_notes.domain.catalogue.load import load_catalogue, read_catalogue_files
from ims_notes.domain.catalogue.load_muscles import load_muscle_words, load_muscles
from ims_notes.domain.catalogue.muscles import AmbiguousWord, Muscle, MuscleGroup, Practice
from ims_notes.domain.catalogue.reading import BrokenCatalogue
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

__all__ = [
    "AdverseEventKind",
    "AmbiguousWord",
    "BrokenCatalogue",
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
    "Unit",
    "load_catalogue",
    "load_muscle_words",
    "load_muscles",
    "read_catalogue_files",
]

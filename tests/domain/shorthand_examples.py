"""The shipped catalogue as the parser's vocabulary, and short ways to look at what it read."""

from pathlib import Path

from ims_notes.domain.catalogue import load_catalogue, read_catalogue_files
from ims_notes.domain.shorthand import Vocabulary, parse
from ims_notes.domain.sites import NeedlingSite, Side
from ims_notes.domain.visit import Visit

CATALOGUE = load_catalogue(
    read_catalogue_files(Path(__file__).parents[2] / "resources" / "catalogue")
)
VOCABULARY = Vocabulary(catalogue=CATALOGUE)

RN_1 = (
    "b ut, ls y; b inf y/n; b ss n; pain 6>3; used 2 out 2; ok; last none; ae none; tol well; "
    "ex +; ed soreness, activity; next 1w"
)


def read(text):
    return parse(text, VOCABULARY)


def clean(text):
    """What a text says, when nothing in it is marked."""
    parsed = read(text)
    assert (parsed.errors, parsed.warnings) == ((), ())
    return parsed


def row(options, muscle="upper_trapezius"):
    """The one row of ``l ut`` with these options."""
    (site,) = clean(f"l ut {options}").sites
    assert (site.muscle, site.side) == (muscle, Side.LEFT)
    return site


def changed(value, blank):
    """The fields in which a value differs from a blank one."""
    names = type(value).__dataclass_fields__
    return {n: getattr(value, n) for n in names if getattr(value, n) != getattr(blank, n)}


def said(site):
    return changed(site, NeedlingSite(muscle=site.muscle, side=site.side))


def visit(text):
    return changed(clean(text).visit, Visit())


def codes(text):
    return [mark.code for mark in read(text).errors]


def cautions(text):
    parsed = read(text)
    assert parsed.errors == ()
    return [mark.code for mark in parsed.warnings]


NEVER_ALONE = [
    "leva",
    "tra",
    "sup",
    "pect",
    "bic",
    "bra",
    "ili",
    "lat",
    "occ",
    "gm",
    "ta",
    "ps",
    "am",
    "ms",
    "as",
    "pt",
    "pl",
    "qf",
]
"""Short forms that read as two muscles and never resolve by themselves."""

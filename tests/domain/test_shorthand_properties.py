"""What holds for every text: nothing raises, nothing is dropped, the canonical text is stable."""

import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ims_notes.domain.shorthand import parse, render, render_site, to_json
from ims_notes.domain.shorthand.codes import ERRORS, SENTENCES, WARNINGS
from ims_notes.domain.shorthand.tokens import split_entries
from ims_notes.domain.shorthand.words import OPTIONS, SIDES, VISIT_WORDS
from tests.domain.shorthand_examples import VOCABULARY, codes, read
from tests.domain.shorthand_notes import sites, understood


@given(understood())
def test_reading_the_canonical_text_gives_the_same_note(note):
    text = render(note, VOCABULARY)
    again = read(text)
    assert (again.sites, again.visit, again.errors) == (note.sites, note.visit, ())
    assert render(again, VOCABULARY) == text


@given(sites())
def test_every_row_is_read_back_from_its_own_entry(site):
    assert read(render_site(site, VOCABULARY)).sites == (site,)


_WORDS = """
ut ls inf mult ps ta calf es-l c5 c4-c7 c9 t1 glute med tib post wobble
y/n ltr3 ltr0 i6 x3 6>3 6/10 11 .30x40 ,30x40 d25 d99 90s 5/60 2/100hz 250us 1.5ma
pain neck worst reg bruise mild resolved none soreness activity chin tuck 3x10 hold5 bid 1 -2 +
rot 50>65 28>35mm 1w 1/52 2 declined well massage 24h , , ; ; -> > - / x "a;b" " ""
"""
PIECES = [
    *SIDES,
    *OPTIONS,
    *VISIT_WORDS,
    *_WORDS.split(),
    *("\n", "\r\n", " ", "\t", "“x”", "“", "\N{MULTIPLICATION SIGN}"),
]
LINES = st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join) | st.lists(
    st.sampled_from(PIECES), max_size=25
).map("".join)
ODD = st.text(max_size=60) | st.text(
    st.sampled_from("lrbutyns \n;,\"“”'>/-=+0123456789.x\ud800\u202e\u0645\u05d0😀é\u0301\x00"),
    max_size=60,
)


def skeleton(parsed):
    return parsed.sites, parsed.visit


@given(LINES)
def test_the_canonical_text_of_any_line_means_the_same_and_is_a_fixed_point(text):
    parsed = read(text)
    canonical = render(parsed, VOCABULARY)
    again = read(canonical)
    assert skeleton(again) == skeleton(parsed)
    assert again.errors == ()
    assert render(again, VOCABULARY) == canonical


@given(LINES | ODD)
@example("")
@example('l ut "')
@example("\ud800")
@example("l ut \N{LEFT DOUBLE QUOTATION MARK}")
def test_nothing_raises_and_every_mark_lies_in_the_text(text):
    parsed = read(text)
    to_json(parsed)
    for mark in (*parsed.errors, *parsed.warnings):
        assert 0 <= mark.start < mark.end <= len(text)
        assert mark.message.endswith((".", "?"))
    starts = [mark.start for mark in parsed.errors]
    assert starts == sorted(starts)


@given(LINES | ODD)
def test_every_character_lies_in_an_entry_or_is_a_separator(text):
    parsed = read(text)
    at = 0
    for entry in parsed.entries:
        assert entry.start < entry.end
        assert not text[at : entry.start].strip(" \t\r\n;" + BLANKS)
        at = entry.end
    assert not text[at:].strip(" \t\r\n;" + BLANKS)


BLANKS = "".join(chr(c) for c in range(0x3001) if chr(c).isspace())


@given(LINES | ODD)
def test_every_entry_says_something_or_is_marked(text):
    parsed = read(text)
    for entry in parsed.entries:
        marked = [
            mark
            for mark in (*parsed.errors, *parsed.warnings)
            if entry.start <= mark.start and mark.end <= entry.end
        ]
        without = text[: entry.start] + text[entry.end :]
        assert (
            entry.sites
            or marked
            or skeleton(read(without)) != skeleton(parsed)
            or (entry.kind.value in ("use", "reg", *"soap"))
        )


@pytest.mark.parametrize("word", ["wobble", "!!", "+-", "(", "\N{SNOWMAN}", "&", "ut!"])
def test_every_token_is_understood_or_marked(word):
    """A word that nothing knows is marked wherever it stands in any entry."""
    for line in (
        "l ut y {} n", "l ut {}", "l ut {} y", "l {} ut y", "l ut, {} y", "use {}",
        "pain 6>3 {}", "ok {}", "used 2 {}", "tol {}", "ae none {}", "last none {}",
        "ex chin tuck 3x10 {}", "ex + {}", "ed {}", "mt massage {}", "rom neck {} 5",
        "next {}", "= {}", "reg {}", "pos {}", "dn {}", "{}",
    ):  # fmt: skip
        text = line.format(word)
        place = text.index(word)
        parsed = read(text)
        assert any(mark.start <= place < mark.end for mark in (*parsed.errors, *parsed.warnings)), (
            line
        )


@pytest.mark.parametrize("piece", [*PIECES, "ut ", "s", "a ", "ex q;", "l c5;", "(", "“\n", '"\n'])
def test_the_work_grows_no_faster_than_the_text(piece):
    """Counts what is looked at rather than time: entries, words and marks of a doubled text."""
    shorter, longer = (piece * n for n in (400, 800))
    few, many = (_steps(text) for text in (shorter, longer))
    assert many <= 2 * few + 400


def _steps(text):
    steps = 0

    def count(*_):
        nonlocal steps
        steps += 1

    parse(text, VOCABULARY)  # what words mean is remembered; count only the reading
    sys.setprofile(count)
    try:
        parse(text, VOCABULARY)
    finally:
        sys.setprofile(None)
    return steps


def test_words_joined_over_spaces_stay_short():
    for text in ("1 > " * 500, ",1" * 500, "y / " * 500):
        tokens = [token for entry in split_entries(text) for token in entry.tokens]
        assert max(len(token.text) for token in tokens) < 40


def test_nine_times_five_thousand_is_an_ordinary_error():
    for text in ("9" * 5000, "l ut d" + "9" * 5000, "pain " + "9" * 5000, "ex -" + "9" * 5000):
        assert len(codes(text) or read(text).warnings) == 1
    assert len(read("9" * 5000).errors[0].message) < 300


def test_every_code_has_one_sentence_and_errors_are_not_warnings():
    assert not ERRORS.keys() & WARNINGS.keys()
    assert all(sentence.endswith((".", "?")) for sentence in SENTENCES.values())

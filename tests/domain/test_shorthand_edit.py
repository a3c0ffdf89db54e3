"""Edits behind the table: the entry meant changes, everything else stays as it was typed."""

from dataclasses import replace

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from ims_notes.domain.shorthand import (
    EntryKind,
    add_entry,
    edit_site,
    remove_entry,
    remove_site,
    render_site,
    replace_entry,
    set_visit_entry,
    visit_entries,
)
from ims_notes.domain.sites import Side, Twitch
from ims_notes.domain.visit import Visit
from tests.domain.shorthand_examples import VOCABULARY, read


def edited(text, index=0, **changes):
    parsed = read(text)
    new_site = replace(parsed.sites[index], **changes)
    return edit_site(text, parsed, site_index=index, new_site=new_site, vocabulary=VOCABULARY)


def without_row(text, index):
    return remove_site(text, read(text), site_index=index, vocabulary=VOCABULARY)


def test_a_row_is_rewritten_and_the_rest_stays_byte_for_byte():
    text = "  L  UT   y ;wobble;; r ls n\r\n s as typed ; so\n\n"
    assert edited(text, index=1, insertions=6) == (
        "  L  UT   y ;wobble;; r LS n i6\r\n s as typed ; so\n\n"
    )


def test_an_entry_of_several_rows_becomes_its_rows():
    assert edited("ok; b ut, ls y; next 1w", index=3, twitch=Twitch.ABSENT) == (
        "ok; l UT y; r UT y; l LS y; r LS n; next 1w"
    )


def test_an_edit_that_changes_nothing_leaves_the_text():
    assert edited("b  ut y", twitch=Twitch.PRESENT) == "b  ut y"
    assert edited("b  ut y", region="neck") == "b  ut y"


def test_a_row_may_change_muscle_and_side():
    text = edited("l ut y", muscle="soleus", side=Side.MIDLINE, level=None)
    assert text == "m SOL y"


def test_what_a_use_line_holds_is_not_written_into_an_emptied_cell():
    text = "tw ns; use .25x30; b ut"
    new = edited(text, index=0, twitch=None)
    assert new == "tw ns; use .25x30; l UT .25x30 own; r UT ns .25x30"
    assert [site.twitch for site in read(new).sites] == [None, Twitch.NOT_SOUGHT]


def test_what_was_not_understood_in_an_edited_entry_stays_and_stays_marked():
    new = edited("l ut y wobble", twitch=Twitch.ABSENT)
    assert new == "l UT n own wobble"
    assert [error.code for error in read(new).errors] == ["option_unknown"]
    assert edited("b ut y, ls n", insertions=2) == "l UT y i2; r UT y own , ls n"


def test_a_refused_value_goes_when_its_own_cell_is_filled():
    assert edited("l ut d99 .30x40", depth_mm=25.0) == "l UT .30x40 d25"
    assert edited("l ut d99 .30x40", insertions=2) == "l UT i2 .30x40 own d99"
    assert edited("l ut 11>3", pain_before=1, pain_after=0) == "l UT 1>0"


def test_an_open_quote_is_closed_when_its_row_is_edited_or_a_quote_follows():
    assert edited('l ut y "near', twitch=Twitch.ABSENT) == 'l UT n "near"'
    text = 'l ut y "near\nr ls y'
    assert edited(text, index=1, note="far") == 'l ut y "near"\nr LS y "far"'
    assert edited(text, index=1, twitch=Twitch.ABSENT) == 'l ut y "near\nr LS n'


@pytest.mark.parametrize(
    ("text", "index", "expected"),
    [
        ("l ut; ok", 0, "ok"),
        ("ok; l ut", 0, "ok"),
        ("ok ;l ut ; next 1w", 0, "ok ;next 1w"),
        ("l ut", 0, ""),
        ("l ut\nok", 0, "ok"),
        ("ok\nl ut\nnext 1w", 0, "ok\nnext 1w"),
        ("ok\nnext 1w; l ut\n", 0, "ok\nnext 1w\n"),
        ("b ut y; ok", 0, "r UT y; ok"),
        ("b ut y wobble; ok", 1, "l UT y own wobble; ok"),
    ],
)
def test_a_removed_row_takes_its_separator_with_it(text, index, expected):
    assert without_row(text, index) == expected


@pytest.mark.parametrize(
    ("text", "new", "expected"),
    [
        ("", "l ut", "l ut"),
        ("ok", "l ut", "ok; l ut"),
        ("ok;", "l ut", "ok; l ut"),
        ("ok; ", "l ut", "ok; l ut"),
        ("ok\n", "l ut", "ok\nl ut"),
        ("ok\nnext 1w", "l ut", "ok\nnext 1w\nl ut"),
        ("s woke; twice;", "l ut", "s woke; twice;\nl ut"),
        ("ok", "s woke", "ok; s woke"),
        ('dn declined "tired', 'l ut "x"', 'dn declined "tired"; l ut "x"'),
    ],
)
def test_an_entry_is_added_so_that_it_is_read_alone(text, new, expected):
    assert add_entry(text, new) == expected


def test_an_entry_is_replaced_and_removed_in_place():
    text = "l ut y ; pain 6 ;ok"
    assert replace_entry(text, read(text), index=1, new_text="pain 6>3") == "l ut y ; pain 6>3 ;ok"
    assert remove_entry(text, read(text), index=1) == "l ut y ; ok"


def test_prose_put_before_other_entries_gets_a_line_of_its_own():
    text = "ok; pain 6; next 1w"
    assert (
        replace_entry(text, read(text), index=1, new_text="s woke\ns again")
        == "ok; s woke\ns again\nnext 1w"
    )
    assert replace_entry(text, read(text), index=2, new_text="s woke") == "ok; pain 6; s woke"


def set_kind(text, kind, new):
    return set_visit_entry(text, read(text), kind=kind, new_text=new)


@pytest.mark.parametrize(
    ("text", "kind", "new", "expected"),
    [
        ("l ut; pain 6; ok", EntryKind.PAIN, "pain 6>3", "l ut; pain 6>3; ok"),
        ("l ut; ok", EntryKind.PAIN, "pain 6>3", "l ut; ok; pain 6>3"),
        ("l ut; ok", EntryKind.OK, None, "l ut"),
        ("l ut", EntryKind.OK, None, "l ut"),
        ("used 2; ok; out 2", EntryKind.COUNT, "used 3 out 3", "used 3 out 3; ok"),
        ("s one\nok\ns two", EntryKind.SUBJECTIVE, "s new\ns lines", "s new\ns lines\nok"),
        ("s one\nok\ns two\n", EntryKind.SUBJECTIVE, None, "ok\n"),
        ("reg neck; l ut", EntryKind.PAIN, "pain 6", "pain 6; reg neck; l ut"),
        (
            "reg neck; l ut; pain 5",
            EntryKind.PAIN,
            "pain 6\npain neck 5",
            "pain 6\npain neck 5\nreg neck; l ut",
        ),
        ("pain 5; reg neck", EntryKind.PAIN, "pain 6", "pain 6; reg neck"),
    ],
)
def test_all_entries_of_a_kind_become_one_text(text, kind, new, expected):
    assert set_kind(text, kind, new) == expected


def test_a_field_of_the_visit_is_written_from_its_value():
    text = "l ut y; tol well"
    new = visit_entries(Visit(pain_before=6, pain_after=3), EntryKind.PAIN, vocabulary=VOCABULARY)
    assert read(set_kind(text, EntryKind.PAIN, "; ".join(new))).visit.pain_after == 3


OPTIONS = [
    "y",
    "n",
    "y/n",
    "i6",
    "d99",
    "ltr0",
    "wobble",
    "ta",
    ",",
    "ls",
    '"near"',
    ".25x30",
    "pist",
    "static",
    "90s",
    "es",
    "2hz",
    "fam",
    "11>3",
    "own",
    '"open',
]
OTHERS = (
    "ok",
    "use pist .25x30",
    "tw ns",
    "reg neck",
    "reg shoulder",
    "s woke; again",
    "pain 6",
    "pain 6>11",
    "used 2",
    "mt y",
    "wobble",
    "",
    'l ut "open',
    'dn declined "tired; or so"',
)
HEADS = ("l ut", "r ls", "b inf,  ss", "l mult c4-c5", "b ut, r  ta", "(R) glute med", "l  sol, ut")
ROW_ENTRIES = st.tuples(
    st.sampled_from(HEADS), st.lists(st.sampled_from(OPTIONS), max_size=4).map(" ".join)
).map(" ".join)
LINES = st.lists(
    st.tuples(ROW_ENTRIES | st.sampled_from(OTHERS), st.sampled_from([";", " ; ", "\n", "\r\n"])),
    max_size=6,
).map(lambda parts: "".join(entry + end for entry, end in parts))
WITH_ROWS = st.tuples(LINES, ROW_ENTRIES, st.sampled_from(["", ";", "\n"]), LINES).map("".join)
ROW_CHANGES = st.sampled_from(
    [
        {"twitch": Twitch.UNCERTAIN, "twitch_count": None},
        {"twitch": None, "twitch_count": None},
        {"insertions": 7},
        {"note": 'a "b"; c'},
        {"side": Side.MIDLINE},
        {"techniques": (), "estim": None},
        {"diameter_mm": None, "length_mm": None},
        {"muscle": "soleus", "level": None},
    ]
)


def others(text, parsed, entry):
    """What the entries but one say, and what was typed of them."""
    kept = [e for e in parsed.entries if e is not entry]
    words = [text[e.start : e.end] for e in kept]
    rows = [parsed.sites[i] for e in kept for i in e.sites]
    return words, rows, parsed.visit


@given(WITH_ROWS, st.integers(0, 99), ROW_CHANGES)
@example('l ut "open\nr ls y', 1, {"note": "x"})
@example("tw ns; b ut wobble, l ls", 0, {"twitch": None, "twitch_count": None})
def test_editing_a_row_changes_only_its_entry(text, pick, changes):
    parsed = read(text)
    assume(parsed.sites)
    # A depth refused for its needle is good again once the needle is taken away.
    assume("length_mm" not in changes or "d99" not in text)
    index = pick % len(parsed.sites)
    entry = next(e for e in parsed.entries if index in e.sites)
    new_site = replace(parsed.sites[index], **changes)
    new = edit_site(text, parsed, site_index=index, new_site=new_site, vocabulary=VOCABULARY)
    again = read(new)
    expected = list(parsed.sites)
    expected[index] = new_site
    assert list(again.sites) == expected
    assert again.visit == parsed.visit
    before, after = text[: entry.start], text[entry.end :]
    assert new.endswith(after)
    assert new.startswith(before) or new.startswith(before.rstrip().split('"open')[0])


@given(WITH_ROWS, st.integers(0, 99))
def test_removing_a_row_removes_only_it(text, pick):
    parsed = read(text)
    assume(parsed.sites)
    index = pick % len(parsed.sites)
    again = read(without_row(text, index))
    assert list(again.sites) == [s for i, s in enumerate(parsed.sites) if i != index]
    assert again.visit == parsed.visit


@given(LINES, st.sampled_from(["l SOL y", 'r SOL "x"', "next 1w", "o stiff"]))
def test_an_added_entry_changes_nothing_before_it(text, new):
    parsed = read(text)
    again = read(add_entry(text, new))
    assert again.sites[: len(parsed.sites)] == parsed.sites
    assert [e.kind for e in again.entries[:-1]] == [e.kind for e in parsed.entries]
    assert add_entry(text, new).endswith(new)


@given(LINES, st.sampled_from([EntryKind.PAIN, EntryKind.OK, EntryKind.SUBJECTIVE]))
def test_setting_a_field_leaves_the_rows_alone(text, kind):
    new = {"pain": "pain 4>2", "ok": "ok", "s": "s slept well"}[kind.value]
    parsed = read(text)
    again = read(set_visit_entry(text, parsed, kind=kind, new_text=new))
    assert again.sites == parsed.sites
    assert [e.kind for e in again.entries].count(kind) == 1
    gone = read(set_visit_entry(text, parsed, kind=kind, new_text=None))
    assert gone.sites == parsed.sites
    assert kind not in [e.kind for e in gone.entries]


def test_a_site_as_the_table_writes_it():
    (site,) = read("L  upper  trapezius  LTR3 tendon").sites
    assert render_site(site, VOCABULARY) == "l UT tendon y3"

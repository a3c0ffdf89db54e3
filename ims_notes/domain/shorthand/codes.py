"""Every code an entry can be marked with, and its sentence: the reason and the mend.

``{typed}`` is what the therapist wrote there; the other words in braces are facts of the mark.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ERRORS: Mapping[str, str] = MappingProxyType(
    {
        "word_unknown": "“{typed}” starts neither a needling entry nor a line about the visit; "
        "begin with a side (l, r, b, m) and a muscle, or with a word such as pain.",
        "side_missing": "“{typed}” has no side; write l, r or b in front of it.",
        "lt_not_a_side": "“lt” is lower trapezius, never a side; write l for left.",
        "muscle_missing": "No muscle stands after the side; name one before its options.",
        "muscle_unknown": "No muscle is called “{typed}”; try its abbreviation or full name.",
        "muscle_ambiguous": "“{typed}” may mean several muscles; choose one.",
        "muscle_group": "“{typed}” is a group of muscles; name the part that was needled.",
        "es_not_a_muscle": "“es” is the electrical technique, not a muscle: "
        "did you mean {suggestions}?",
        "level_missing": "“{typed}” needs a vertebral level, such as {example}.",
        "level_unknown": "There is no vertebral level “{level}”; levels go from c1 to s2.",
        "level_reversed": "The levels “{level}” run upwards; write the upper level first.",
        "level_conflict": "“{level}” does not belong to {muscle}; write the muscle of that level.",
        "option_unknown": "“{typed}” is not an option here; correct it or put it in quotes.",
        "list_after_options": "Options stand after the whole list; start a new entry with “;”.",
        "twitch_pair_one_side": "“{typed}” gives two twitches but the row has one side; "
        "write one, or b for both sides.",
        "count_without_twitch": "A number of twitches needs a twitch present; write y3 or ltr3.",
        "out_of_range": "“{typed}” is out of range; {field} goes from {low} to {high}.",
        "depth_over_length": "The depth {depth} mm is more than the needle's {length} mm.",
        "said_twice": "This was already said otherwise earlier; keep one of the two.",
        "quote_unclosed": 'The quote is not closed; add “"” at its end.',
        "quote_not_here": "A quoted text has no place here; remove it or write it after s.",
        "not_held": "“{typed}” belongs to one row; use and tw hold needle, depth, technique, "
        "dwell, grip, counts and one twitch.",
        "too_many_rows": "A visit holds at most {high} rows; this entry was not added.",
        "words_missing": "Nothing stands after “{typed}”; write {example}.",
        "value_missing": "The value is missing; write {example}.",
        "pain_unreadable": "“{typed}” is no pain rating; write 6>3, 0 to 10.",
        "not_a_choice": "“{typed}” is not known here; choose {listed}.",
        "ae_contradiction": "“none” and an adverse event exclude each other; keep one.",
        "next_unreadable": "“{typed}” is no time to the next visit; write 1w, 10d or 2/52.",
        "dose_missing": "Say what changes in exercise {typed}, such as 3x12.",
        "whole_minutes": "“{typed}” is not a whole number of minutes.",
    }
)

WARNINGS: Mapping[str, str] = MappingProxyType(
    {
        "said_again": "This was already said earlier.",
        "row_twice": "The same muscle, side and level already has a row.",
        "term_unknown": "“{typed}” is not in the catalogue; kept in your words.",
        "term_ambiguous": "“{typed}” may mean several things; kept in your words unless you "
        "choose one.",
        "unusual_value": "“{typed}” is unusual; {field} is usually {low} to {high}.",
        "level_c8": "C8 is a nerve root without a vertebra of its own; check that it is meant.",
        "level_alone": "“{typed}” alone means the paraspinals there; repeat the muscle if "
        "that is meant.",
        "estim_without_es": "Electrical settings without “es”; add it if current was used.",
        "note_empty": "The quote is empty.",
        "narrative_empty": "Nothing stands after the heading.",
        "reason_missing": "Pain after was not taken; add the reason in quotes.",
        "side_not_kept": "Hands-on treatment is kept without a side; write the side after o.",
        "needled_although_not": "“dn” says that nobody was needled, but there are needling rows.",
    }
)

SENTENCES: Mapping[str, str] = MappingProxyType({**ERRORS, **WARNINGS})

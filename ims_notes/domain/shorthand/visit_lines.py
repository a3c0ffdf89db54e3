"""The lines about the visit: pain, region, counts, reactions, next visit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ims_notes.domain.shorthand.entries import Choice
from ims_notes.domain.shorthand.muscle_list import spoken, stretch
from ims_notes.domain.shorthand.numbers import read_pain
from ims_notes.domain.shorthand.phrases import (
    is_quoted,
    known_or_own,
    mark_all,
    missing,
    own_words,
    words_after,
)
from ims_notes.domain.shorthand.vocabulary import Term
from ims_notes.domain.shorthand.words import CONTEXTS, NO_NEEDLING
from ims_notes.domain.visit import NoNeedling, PainContext, PainScore, Tolerance

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ims_notes.domain.shorthand.reading import Place, Reading
    from ims_notes.domain.shorthand.tokens import RawEntry, Token

_HYPHEN_PAIR = re.compile(r"([0-9]{1,2})-([0-9]{1,2})")


def read_pain_line(reading: Reading, entry: RawEntry) -> None:
    """Read ``pain [region] [context] 6>3``; a rating not taken may give its reason in quotes."""
    words = words_after(entry.tokens)
    if not words:
        missing(reading, entry.tokens[0], example="pain 6>3")
        return
    ratings = [word for word in words if not is_quoted(word) and read_pain(word.text)]
    if not ratings:
        _mark_unreadable(reading, words)
        return
    rating, *more = ratings
    mark_all(reading, more)
    words = [word for word in words if word not in ratings]
    contexts = [word for word in words if not is_quoted(word) and word.text in CONTEXTS]
    mark_all(reading, contexts[1:])
    typed = read_pain(rating.text)
    reason, region = _reason_and_region(
        reading,
        [word for word in words if word not in contexts],
        rating=rating,
        not_taken=bool(typed and typed.not_taken),
    )
    score = _score(reading, rating, region=region, reason=reason)
    if score:
        context = CONTEXTS[contexts[0].text] if contexts else None
        _keep_pain(reading, entry, score=score, context=context)


def _mark_unreadable(reading: Reading, words: Sequence[Token]) -> None:
    numbers = [word for word in words if any(c.isdigit() for c in word.text)]
    if not numbers:
        reading.error("value_missing", stretch(words), example="6>3")
        return
    pair = _HYPHEN_PAIR.fullmatch(numbers[0].text)
    mend = f"{pair[1]}>{pair[2]}" if pair else ""
    choices = [Choice(label=mend, replacement=mend)] if mend else []
    reading.error("pain_unreadable", numbers[0], choices=choices)


def _reason_and_region(
    reading: Reading, words: Sequence[Token], *, rating: Token, not_taken: bool
) -> tuple[str | None, str | None]:
    """Tell a quoted reason, which stands after the rating, from a quoted region before it."""
    quotes = [word for word in words if is_quoted(word)]
    bare = [word for word in words if not is_quoted(word)]
    has_reason = not_taken and quotes and quotes[-1].start >= rating.end
    reason = quotes.pop().text.strip() if has_reason else None
    if not bare and quotes and quotes[0].end <= rating.start:
        bare = [quotes.pop(0)]
    mark_all(reading, quotes)
    return reason, known_or_own(reading, Term.REGION, tokens=bare) if bare else None


def _score(
    reading: Reading, rating: Token, *, region: str | None, reason: str | None
) -> PainScore | None:
    typed = read_pain(rating.text)
    values = [v for v in (typed.before, typed.after) if v is not None] if typed else []
    if typed is None or not all(reading.in_range("pain", value, place=rating) for value in values):
        return None
    if typed.not_taken and not reason:
        reading.warn("reason_missing", rating)
    return PainScore(
        region=region or reading.region,
        before=typed.before,
        after=typed.after,
        after_not_taken=typed.not_taken,
        reason=reason,
    )


def _keep_pain(
    reading: Reading, entry: Place, *, score: PainScore, context: PainContext | None
) -> None:
    if not reading.once(("pain", score.region, context), score, place=entry):
        return
    if score.region or context:
        kept = PainScore(
            region=score.region,
            context=context,
            before=score.before,
            after=score.after,
            after_not_taken=score.after_not_taken,
            reason=score.reason,
        )
        reading.add("pains", kept)
        return
    reading.visit.update(
        pain_before=score.before,
        pain_after=score.after,
        pain_after_not_taken=score.after_not_taken,
        pain_after_reason=score.reason,
    )


def read_region(reading: Reading, entry: RawEntry) -> None:
    """Read ``reg neck``: the region of the rows and ratings after it."""
    words = words_after(entry.tokens)
    if not words:
        missing(reading, entry.tokens[0], example="reg neck")
        return
    region = known_or_own(reading, Term.REGION, tokens=words)
    reading.region = region
    reading.visit.setdefault("region", region)


def read_ok(reading: Reading, entry: RawEntry) -> None:
    """Read ``ok``: consent reconfirmed and nothing changed since the screening."""
    reading.put("consent_and_change_check", True, place=entry)
    mark_all(reading, entry.tokens[1:])


def read_carry_forward(reading: Reading, entry: RawEntry) -> None:
    """Read ``=``: propose the muscles of the last visit."""
    reading.put("carry_forward", True, place=entry)
    mark_all(reading, entry.tokens[1:])


def read_counts(reading: Reading, entry: RawEntry) -> None:
    """Read ``used 2 out 2``, together or apart."""
    fields = {"used": "needles_used", "out": "needles_removed"}
    asked: Token | None = None
    for token in (entry.tokens[0], *words_after(entry.tokens)):
        word = token.text.rstrip(":")
        if word in fields and not asked and not is_quoted(token):
            asked = token
        elif asked and not is_quoted(token) and token.text.isdecimal() and len(word) < 6:
            if reading.in_range("count", int(word), place=token):
                reading.put(fields[asked.text.rstrip(":")], int(word), place=token)
            asked = None
        else:
            mark_all(reading, [token])
    if asked:
        reading.error("value_missing", asked, example=f"{asked.text} 2")


def read_no_needling(reading: Reading, entry: RawEntry) -> None:
    """Read ``dn declined "tired"``: nobody was needled today, and why."""
    words = words_after(entry.tokens)
    if not words or is_quoted(words[0]) or words[0].text not in NO_NEEDLING:
        wrong = [word for word in words[:1] if not is_quoted(word)]
        _ask_choice(reading, entry, words=wrong, allowed=NO_NEEDLING)
        return
    detail = own_words(reading, words[1:]) or None
    value = NoNeedling(reason=NO_NEEDLING[words[0].text], detail=detail)
    reading.put("no_needling", value, place=entry)


def read_position(reading: Reading, entry: RawEntry) -> None:
    """Read ``pos prone``."""
    words = words_after(entry.tokens)
    if words:
        position = known_or_own(reading, Term.POSITION, tokens=words)
        reading.put("position", position, place=entry)
    else:
        missing(reading, entry.tokens[0], example="pos prone")


def read_tolerance(reading: Reading, entry: RawEntry) -> None:
    """Read ``tol well``."""
    words = words_after(entry.tokens)
    ids = reading.vocabulary.find(Term.TOLERANCE, spoken(words))
    if len(ids) == 1:
        reading.put("tolerance", Tolerance(ids[0]), place=entry)
    else:
        _ask_choice(reading, entry, words=words, allowed=[one.value for one in Tolerance])


def _ask_choice(
    reading: Reading, entry: RawEntry, *, words: Sequence[Token], allowed: Iterable[str]
) -> None:
    head = entry.tokens[0]
    place, before = (stretch(words), "") if words else (head, f"{reading.typed(head)} ")
    choices = [Choice(label=word, replacement=before + word) for word in allowed]
    listed = ", ".join(choice.label for choice in choices)
    reading.error("not_a_choice", place, choices=choices, listed=listed)

"""The session: the note as it is typed, what is missing, the last visit beside it."""

"""One file for each thing the therapist does; each owns its transaction."""

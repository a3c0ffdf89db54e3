"""Composition root: the only room that knows all layers; it opens records and wires pages."""

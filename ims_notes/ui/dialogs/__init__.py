"""Dialogs, each offering one question and its answer."""

"""The safety page: backups, encryption, lock and people, checking, audit."""

from ims_notes.ui.pages.safety.asks import Encrypted, SafetyAsks, SafetyPerson, SafetyState
from ims_notes.ui.pages.safety.page import SafetyPage

__all__ = ["Encrypted", "SafetyAsks", "SafetyPage", "SafetyPerson", "SafetyState"]

"""IMS Notes: treatment notes for physiotherapists who needle."""

__version__ = "0.2.0"

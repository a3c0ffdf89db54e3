"""Invents a clinic to look around in: clearly labelled, and the same for the same seed and day."""

from ims_notes.services.demo_clinic.clinic import DemoClinic, demo_clinic

__all__ = ["DemoClinic", "demo_clinic"]

"""FHIR and CSV as pure functions on read models."""

"""The record file; the only importer of SQLAlchemy."""

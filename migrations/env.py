"""Runs the migrations on the connection that storage/migrate.py hands over."""

from alembic import context

from ims_notes.storage.note_tables import NoteRow


def include_name(name: str | None, type_: str, parent_names: object) -> bool:
    """Leave the search table and its shadows to storage/search.py."""
    return type_ != "table" or not str(name).startswith("search")


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=NoteRow.metadata,
    include_name=include_name,
    render_as_batch=True,
)
context.run_migrations()

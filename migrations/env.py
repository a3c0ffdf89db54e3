"""Runs the migrations on the connection that storage/migrate.py hands over."""

from alembic import context

from ims_notes.storage.note_tables import NoteRow


def include_object(
    thing: object, name: str | None, type_: str, reflected: bool, compare_to: object
) -> bool:
    """Leave the search table and its shadows to storage/search.py."""
    return type_ != "table" or not str(name).startswith("search")


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=NoteRow.metadata,
    include_object=include_object,
    render_as_batch=True,
)
context.run_migrations()

"""The base of an app's first migration."""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, Migration
from django.db.migrations.operations.special import RunPython
from django.db.migrations.state import ProjectState

IN_THE_TABLE = (AddConstraint, AddField, AddIndex)  # CREATE TABLE has them already


class FirstMigration(Migration):
    """Creates each table as it is at the migration's end, and then runs its functions.

    Django would take one operation after the other, build the models of all apps anew for each of them, and on SQLite
    copy a table for each constraint: ten seconds for the same schema.
    """

    initial = True

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        """Return the state after the migration, which has been applied."""
        after = project_state.clone()
        after.__dict__.pop("apps", None)  # built once, of the last state
        after = self.mutate_state(after, preserve=False)
        for operation in self.operations:
            if isinstance(operation, CreateModel):
                schema_editor.create_model(after.apps.get_model(self.app_label, operation.name))
            elif isinstance(operation, RunPython):
                operation.database_forwards(self.app_label, schema_editor, project_state, after)
            elif not isinstance(operation, IN_THE_TABLE):
                raise TypeError(f"{operation.describe()}: this belongs into a later migration")
        return after

"""Archives and exports of other services, brought into the journal."""

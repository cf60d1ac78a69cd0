"""The editable Word file of a bulletin."""

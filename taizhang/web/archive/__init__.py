"""The archive of issues and the search."""

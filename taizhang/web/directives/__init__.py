"""A leader's sentence on a project, a notice, an issue or the year, and what becomes of it (批示)."""

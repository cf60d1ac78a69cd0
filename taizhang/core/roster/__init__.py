"""Lists of units and people as offices have them: pasted from a table, read into rows, mistakes named at their row."""

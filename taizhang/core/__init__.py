"""The trade's rules as plain Python: no framework, no files, no clock, no database, no processes."""

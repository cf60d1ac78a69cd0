"""First-run pages: with a code from the terminal an empty installation becomes an office."""

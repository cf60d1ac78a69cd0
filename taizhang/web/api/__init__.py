"""The read-only REST API: what a token's roles may see on the pages, as JSON."""

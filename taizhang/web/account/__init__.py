"""A person's own settings and log-in pages."""

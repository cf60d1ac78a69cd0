"""Requests that this server sends to others of its own accord: where they may go, and how they are signed."""

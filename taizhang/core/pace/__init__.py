"""Planned pace of a project, and the signals by which it is judged."""

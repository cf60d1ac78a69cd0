"""Notices, blockers, reviews, and what is asked of the units."""

"""Talks, speakers and coverage: orders, dispatch, and who has been reached."""

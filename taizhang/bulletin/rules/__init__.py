"""Checks of the bulletin's acts: each raises Refused with the user's words."""

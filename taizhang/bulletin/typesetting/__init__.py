"""Typeset files of issues, made by the press and kept by content."""

"""Calls, proposals, admission and the opening of accounts."""

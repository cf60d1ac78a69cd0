"""Checks and calculations on an account's values; nothing here asks the database for lists."""

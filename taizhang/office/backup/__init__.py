"""Keeping an installation: backups that are proven, restoring, and one office moved into another installation.

Packing reads the database as of one moment while others write; the file is the same for SQLite and PostgreSQL.
"""

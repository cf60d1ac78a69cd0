"""Sealing a PDF with the office's key, and verifying it offline."""

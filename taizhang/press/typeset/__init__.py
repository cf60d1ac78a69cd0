"""Bulletin data to PDF in official form, by Typst in limited worker processes."""

"""The user guide: the chapters of ``docs/guide`` as pages, searched and printed."""

"""The browser on this machine, and what keeps it quiet."""

from __future__ import annotations

import os
import shutil

# The shell draws no tabs and no toolbar of its own: the same engine for three quarters of the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--no-first-run",
]

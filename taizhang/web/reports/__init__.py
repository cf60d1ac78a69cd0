"""Progress reports: written, signed, taken, reminded of."""

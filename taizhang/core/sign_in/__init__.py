"""Second factors: what is typed from a telephone."""

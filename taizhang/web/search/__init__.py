"""Search over everything the person may see."""

"""Recipients, distribution, corrections, recalls, and pages without account."""

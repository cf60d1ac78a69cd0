"""What is allowed in outreach, and the solver of its plans."""

"""Learning from each other: practice, questions, themes."""

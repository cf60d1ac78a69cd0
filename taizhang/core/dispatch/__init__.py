"""Who gives which talk when: parts of the day, suggestions with their reasons, plans for many orders at once."""

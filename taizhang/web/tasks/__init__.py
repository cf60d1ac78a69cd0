"""The landing page: what is due for the person."""

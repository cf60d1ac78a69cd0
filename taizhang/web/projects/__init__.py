"""A project's page with its figures, activities, evidence and services."""

"""The bulletin desk: issues, articles, figures, approval."""

"""What an account promises, and how two versions of it differ."""

"""Plain text: comparison, merging, similarity, index words, translatable messages."""

"""The ground of every page: guard, forms, words, errors, templates of components."""

"""Content in bulk, for measurements: the same rows for the same numbers, quickly. `loader.load()` writes it."""

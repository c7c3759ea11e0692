"""Search: words in, documents out. Knows no app; apps register what of theirs can be found (`sources`)."""

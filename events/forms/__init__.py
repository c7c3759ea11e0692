"""The desk's forms for events: the facts, the texts, and the rows that hang on an event."""

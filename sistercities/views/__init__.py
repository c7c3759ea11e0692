"""Pages that combine apps, and those that belong to none."""

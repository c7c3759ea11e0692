"""Events as calendar files: of one event, and of every list that the site shows."""

"""The desk for stories and what they refer to."""

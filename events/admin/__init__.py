"""The desk of events."""

from events.admin import event, references

__all__ = ["event", "references"]

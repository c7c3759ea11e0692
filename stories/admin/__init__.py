"""The desk for stories and what they refer to."""

from stories.admin import references, story

__all__ = ["references", "story"]

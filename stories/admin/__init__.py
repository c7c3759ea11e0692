"""The desk for stories and what they refer to."""

from stories.admin import story

__all__ = ["story"]

"""All models of the app. Public modules import from `editions` and `references` only (contract in `pyproject.toml`)."""

from stories.models.editions import StoryEdition, StoryEditionEmbed
from stories.models.manuscripts import Story, StoryText, StoryTextEmbed
from stories.models.references import Quote, Theme

__all__ = ["Quote", "Story", "StoryEdition", "StoryEditionEmbed", "StoryText", "StoryTextEmbed", "Theme"]

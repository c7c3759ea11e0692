"""The media steward's desk."""

from sistercities.media.admin.pictures import PictureAdmin

__all__ = ["PictureAdmin"]

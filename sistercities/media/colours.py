"""Any picture that Pillow decodes → eight bits of sRGB, with or without transparency, and nothing else attached."""

import io

from PIL import ImageCms

_SRGB = ImageCms.createProfile("sRGB")


def to_srgb(image):
    """A new image in mode RGB, or RGBA where something is transparent, with an empty `info`.

    Takes any mode of JPEG, PNG, WebP and GIF: palette, grey, 16 bit, CMYK; an embedded ICC profile is applied, one that
    cannot be read is ignored. Without a profile, CMYK is converted as browsers do it.
    """
    profile = image.info.get("icc_profile")
    alpha = None
    if image.mode.startswith("I"):
        # 16-bit grey: Pillow's own conversion to "L" cuts everything above 255 to white.
        image = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    elif image.mode in ("P", "PA", "LA", "La", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
    if image.mode == "RGBA":
        alpha = image.getchannel("A")
        image = image.convert("RGB")
        if alpha.getextrema() == (255, 255):
            alpha = None
    elif image.mode == "1":
        image = image.convert("L")
    image = _through_profile(image, profile) if profile else image.convert("RGB")
    if alpha is not None:
        image.putalpha(alpha)
    clean = image.copy()
    clean.info = {}
    return clean


def _through_profile(image, profile):
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if image.mode == "RGB" and ImageCms.getProfileDescription(source).startswith("sRGB"):
            return image.convert("RGB")
        return ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        # A broken profile, or one for another kind of image, such as a CMYK profile in an RGB file.
        return image.convert("RGB")

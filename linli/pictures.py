"""Pictures from people, decoded and encoded again: what came along with one (places, thumbnails, other files) stays behind."""

from io import BytesIO

from PIL import Image, ImageOps

TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
#: What opening and decoding a broken or hostile picture raises.
FAULTS = (
    OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError, IndexError, KeyError, TypeError, ZeroDivisionError, OverflowError,
    MemoryError,
)


def upright(drawn: Image.Image) -> Image.Image:
    """The picture turned as its camera says; one whose note on that is broken stays as it is."""
    try:
        return ImageOps.exif_transpose(drawn)
    except FAULTS:
        return drawn


def on_white(drawn: Image.Image) -> Image.Image:
    """The picture in colours or greys, with white where it can be seen through."""
    if drawn.mode in ("RGB", "L"):
        return drawn
    full = drawn.convert("RGBA")
    ground = Image.new("RGB", full.size, "white")
    ground.paste(full, mask=full.getchannel("A"))
    return ground


def saved(drawn: Image.Image, how: str, quality: int = 82) -> bytes:
    """The file: how is JPEG or PNG. Nothing but the picture goes into it."""
    out = BytesIO()
    clean = drawn if how == "PNG" else on_white(drawn)
    clean.info = {key: value for key, value in clean.info.items() if key == "transparency"}
    clean.save(out, how, **({"quality": quality} if how == "JPEG" else {"compress_level": 6}))
    return out.getvalue()

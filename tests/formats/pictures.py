"""Small pictures made on the spot."""

import base64
from io import BytesIO

from PIL import Image


def png(width: int, height: int) -> str:
    """A grey PNG as base64."""
    out = BytesIO()
    Image.new("RGB", (width, height), "grey").save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()

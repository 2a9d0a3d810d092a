"""The code that changes every 30 seconds on the coordinator's screen.

TOTP by RFC 6238 over HOTP by RFC 4226: HMAC-SHA-1, 6 digits, steps of 30 s from 1970, one step
of tolerance to each side.
"""

import hashlib
import hmac
import unicodedata
from datetime import datetime

STEP = 30
DIGITS = 6
TOLERANCE = 1


def code(secret: str, at: datetime, steps: int = 0) -> str:
    """The code of that instant, as 6 digits; `steps` away from it if given."""
    return _hotp(secret.encode(), int(at.timestamp()) // STEP + steps)


def matches(secret: str, typed: str, at: datetime) -> bool:
    """Whether `typed` is the code of that instant, or of one step before or after."""
    given = tidy(typed).encode()
    near = range(-TOLERANCE, TOLERANCE + 1)
    # Every candidate is compared, so that the time taken tells nothing.
    return sum(hmac.compare_digest(code(secret, at, steps).encode(), given) for steps in near) > 0


def tidy(typed: str) -> str:
    """What a person typed, without spaces and dashes, full-width digits made plain."""
    plain = unicodedata.normalize("NFKC", typed[:40])
    return "".join(plain.split()).replace("-", "")


def seconds_left(at: datetime) -> int:
    """Seconds until the code changes, 1 to 30."""
    return STEP - int(at.timestamp()) % STEP


def _hotp(key: bytes, counter: int) -> str:
    """RFC 4226 §5.3: dynamic truncation of the HMAC."""
    digest = hmac.new(key, counter.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset:offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)

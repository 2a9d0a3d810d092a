"""Identifiers and random codes. The only place outside the edge that draws random numbers."""

import hashlib
import secrets
import threading
import time

#: No 0/O, 1/I/L, 2/Z, 5/S, 8/B: these are read aloud and copied by hand.
ALPHABET = "ACDEFGHJKMNPQRTUVWXY34679"

_lock = threading.Lock()
_last = 0


def new() -> str:
    """A time-ordered id: UUIDv7 as text, strictly increasing within this process."""
    global _last
    with _lock:
        # 48 bits of milliseconds and 12 of fraction, kept monotonic across calls.
        ticks = time.time_ns() * 4096 // 1_000_000
        _last = max(ticks, _last + 1)
        ticks = _last
    milliseconds, fraction = divmod(ticks, 4096)
    tail = secrets.randbits(62) | (2 << 62)
    text = f"{milliseconds:012x}7{fraction:03x}{tail:016x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def code(length: int) -> str:
    """A random code of `length` characters that people can read aloud and type."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def tidy_code(text: str) -> str:
    """What a person typed for a code: upper case, without spaces and dashes."""
    return "".join(text.split()).replace("-", "").upper()


def token() -> str:
    """A secret for a cookie or a one-time link: 256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


def fingerprint(secret: str) -> str:
    """What the database keeps of a secret token: its SHA-256 in hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


def digits(length: int) -> str:
    """`length` random decimal digits, the first one not 0."""
    return str(secrets.randbelow(9 * 10 ** (length - 1)) + 10 ** (length - 1))

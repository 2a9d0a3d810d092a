"""A small keep-alive HTTP/1.1 client, so that the client costs little of the machine's two cores."""

import asyncio
import json
import time
from typing import Any
from urllib.parse import urlencode


class Phone:
    """One connection with one cookie, a device's or another."""

    def __init__(self, port: int, cookie: str, name: str = "ll_device") -> None:
        self.port, self.cookie, self.name = port, cookie, name
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def get(self, path: str) -> tuple[int, bytes, float]:
        """(status, body, seconds)."""
        return await self._send("GET", path, b"")

    async def post(self, path: str, value: dict[str, Any]) -> tuple[int, bytes, float]:
        """(status, body, seconds) of a JSON POST from our own origin."""
        return await self._send("POST", path, json.dumps(value).encode())

    async def form(self, path: str, **fields: object) -> tuple[int, bytes, float]:
        """(status, body, seconds) of an ordinary form."""
        return await self._send("POST", path, urlencode(fields).encode(), "application/x-www-form-urlencoded")

    async def _send(self, method: str, path: str, body: bytes, kind: str = "application/json") -> tuple[int, bytes, float]:
        if self.writer is None or self.writer.is_closing():
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        host = f"127.0.0.1:{self.port}"
        head = (
            f"{method} {path} HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\ncookie: {self.name}={self.cookie}\r\n"
            f"content-type: {kind}\r\ncontent-length: {len(body)}\r\n\r\n"
        ).encode()
        start = time.perf_counter()
        self.writer.write(head + body)
        status, answer = await self._read()
        return status, answer, time.perf_counter() - start

    async def _read(self) -> tuple[int, bytes]:
        assert self.reader
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        lines = head.split("\r\n")
        fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        length = int(fields.get("content-length", 0))
        return int(lines[0].split()[1]), await self.reader.readexactly(length)

    def close(self) -> None:
        """Close the connection."""
        if self.writer:
            self.writer.close()

"""A TCP proxy between browser and server whose cable can be pulled and put back."""

import socket
import threading
from contextlib import suppress


class Cable:
    """Forwards 127.0.0.1:`port` to the server; `pull()` cuts everything, `plug()` allows it again."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.plugged = True
        self._pairs: list[socket.socket] = []
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """The address that a browser opens."""
        return f"http://127.0.0.1:{self.port}"

    def pull(self) -> None:
        """Cut every connection and refuse new ones."""
        self.plugged = False
        with self._lock:
            pairs, self._pairs = self._pairs, []
        for one in pairs:
            _shut(one)

    def plug(self) -> None:
        """Let new connections through again."""
        self.plugged = True

    def close(self) -> None:
        """Stop for good."""
        self.pull()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if not self.plugged:
                _shut(client)
                continue
            threading.Thread(target=self._join, args=(client,), daemon=True).start()

    def _join(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            _shut(client)
            return
        with self._lock:
            self._pairs += [client, server]
        threading.Thread(target=_pump, args=(client, server), daemon=True).start()
        _pump(server, client)


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    _shut(source)
    _shut(sink)


def _shut(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    with suppress(OSError):
        one.close()

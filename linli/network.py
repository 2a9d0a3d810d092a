"""Under which addresses this computer is reached, and whether a port is free."""

import errno
import socket
import struct
import sys
from collections.abc import Iterable
from ipaddress import IPv4Address

from linli.errors import GameError
from linli.locale import N_

DEFAULT_PORT = 8501
#: Linux: ask a network interface for its IPv4 address.
_SIOCGIFADDR = 0x8915


class PortTaken(GameError):
    """Another program listens there."""

    def __init__(self, port: int) -> None:
        super().__init__(
            N_("Port {port} is taken by another program, perhaps by Linli Cup itself. Stop that one, or choose another port: PORT={other} make run"),
            port=port, other=port + 1 if port < 65535 else DEFAULT_PORT,
        )


class PortNotAllowed(GameError):
    """The system does not give this port to this user."""

    def __init__(self, port: int) -> None:
        super().__init__(
            N_("This user may not use port {port}. Choose one above 1023: PORT={other} make run"), port=port, other=DEFAULT_PORT
        )


class BadPort(GameError):
    """Not the number of a port."""

    def __init__(self, text: str) -> None:
        super().__init__(N_("PORT is “{text}”. Give a whole number from 1 to 65535: PORT={other} make run"), text=text[:20], other=DEFAULT_PORT)


def port_of(text: str) -> int:
    """The port that PORT names, or the usual one. Raises BadPort."""
    if not text.strip():
        return DEFAULT_PORT
    if not (text.isascii() and text.strip().isdigit() and 0 < int(text) < 65536):
        raise BadPort(text)
    return int(text)


def check_free(port: int) -> None:
    """Raises PortTaken or PortNotAllowed unless a server can listen on that port now."""
    with socket.socket() as probe:
        if sys.platform != "win32":  # there the option lets two programs share a port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))
        except OSError as error:
            denied = error.errno in (errno.EACCES, errno.EPERM) and sys.platform != "win32"
            raise (PortNotAllowed if denied else PortTaken)(port) from error


def lan_addresses() -> list[str]:
    """The IPv4 addresses of this computer in its networks, without loopback; the main one first."""
    found = dict.fromkeys([*_main(), *_of_interfaces(), *_of_name()])
    return [address for address in found if _reachable(address)]


def _reachable(address: str) -> bool:
    parsed = IPv4Address(address)
    return not (parsed.is_loopback or parsed.is_link_local or parsed.is_unspecified)


def _main() -> Iterable[str]:
    """The address that packets to elsewhere would carry; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return []
        return [str(probe.getsockname()[0])]


def _of_interfaces() -> Iterable[str]:
    """The address of every interface (Linux)."""
    if not sys.platform.startswith("linux"):
        return []
    return [address for _number, name in socket.if_nameindex() if (address := _of_interface(name))]


def _of_interface(name: str) -> str | None:
    import fcntl

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            answer = fcntl.ioctl(probe.fileno(), _SIOCGIFADDR, struct.pack("256s", name.encode()[:15]))
        except OSError:
            return None
    return socket.inet_ntoa(answer[20:24])


def _of_name() -> Iterable[str]:
    """What the computer's own name stands for: on Windows, all of its addresses."""
    try:
        return socket.gethostbyname_ex(socket.gethostname())[2]
    except OSError:
        return []

"""Runs the checks with what they need beside Python: a browser, Chinese fonts, a PostgreSQL server.

    python scripts/test_services.py            lint, types, then the whole suite
    python scripts/test_services.py --lint     lint and types alone
    python scripts/test_services.py --bench    the benchmarks
    python scripts/test_services.py -- CMD …   any command, with the server running

What is missing is installed by apt, as root or by sudo without a password; otherwise one line
says what to install. The PostgreSQL server is a private one: its own folder, a free port, the
user's own processes (as root: those of the user `postgres`), gone when the command ends.
LINLI_TEST_PG names another server to use instead.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".venv" / "test-cache"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: Debian calls the family otherwise than the style sheets, which name what phones have.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <cachedir>{cache}</cachedir>
  <match target="pattern">
    <test qual="any" name="family"><string>Noto Sans SC</string></test>
    <edit name="family" mode="prepend" binding="strong"><string>Noto Sans CJK SC</string></edit>
  </match>
</fontconfig>
"""


def main(arguments: Sequence[str]) -> int:
    """Run what was asked for; the worst exit code."""
    if arguments[:1] == ["--lint"]:
        return lint()
    needs = missing()
    if needs and not install(needs):
        print(f"Please install first: apt-get install {' '.join(needs)}", file=sys.stderr)
        return 1
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts_file()), "LINLI_CHROMIUM": browser() or ""}
    with postgres(environment.get("LINLI_TEST_PG", "")) as url:
        environment["LINLI_TEST_PG"] = url
        return run(arguments, environment)


def run(arguments: Sequence[str], environment: dict[str, str]) -> int:
    """The commands themselves. pytest comes last, so that its summary is the last line."""
    python = sys.executable
    if arguments[:1] == ["--"]:
        return subprocess.call(arguments[1:], cwd=ROOT, env=environment)
    if arguments[:1] == ["--bench"]:
        return subprocess.call([python, "-m", "benchmarks", *arguments[1:]], cwd=ROOT, env=environment)
    found = lint()
    if found:
        print("Lint or types have found something, see above; the tests run all the same.", file=sys.stderr)
    tests = subprocess.call([python, "-m", "pytest", *arguments], cwd=ROOT, env=environment)
    return tests or found


def lint() -> int:
    """ruff and mypy; 0 when both are content."""
    ruff = subprocess.call([sys.executable, "-m", "ruff", "check", "."], cwd=ROOT)
    types = subprocess.call([sys.executable, "-m", "mypy"], cwd=ROOT)
    return ruff or types


def missing() -> list[str]:
    """The Debian packages that this machine lacks."""
    needs = [] if browser() else ["chromium"]
    needs += [] if _has_chinese_font() else ["fonts-noto-cjk"]
    needs += [] if os.environ.get("LINLI_TEST_PG") or server_programs() else ["postgresql"]
    return needs


def browser() -> str | None:
    """The path of a Chromium."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def _has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False)
    return "Noto Sans CJK SC" in listed.stdout


def server_programs() -> Path | None:
    """The folder with initdb and postgres, the newest version first."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name.split(".")[0]), reverse=True)
    on_path = shutil.which("initdb")
    folders += [Path(on_path).resolve().parent] if on_path else []
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


def install(packages: Sequence[str]) -> bool:
    """Install Debian packages, as root or by sudo without a password; whether all are there then."""
    apt, rights = shutil.which("apt-get"), _rights()
    if apt is None or rights is None:
        return False
    print(f"Installing {' '.join(packages)} …", file=sys.stderr)
    quiet = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", apt, "-qq", "-o", "Dpkg::Use-Pty=0"]
    subprocess.call([*quiet, "update"], stdout=sys.stderr)
    subprocess.call([*quiet, "install", "-y", "--no-install-recommends", *packages], stdout=sys.stderr)
    return not missing()


def _rights() -> list[str] | None:
    """What to put before a command that needs root: nothing, sudo, or None where neither helps."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.call([sudo, "-n", "true"], stderr=subprocess.DEVNULL) == 0:
        return [sudo, "-n"]
    return None


def fonts_file() -> Path:
    """A fontconfig file for the browser of the tests; the machine's own stays as it is."""
    CACHE.mkdir(parents=True, exist_ok=True)
    path = CACHE / "fonts.conf"
    path.write_text(FONTS.format(cache=CACHE / "fontconfig"), "utf-8")
    return path


@contextmanager
def postgres(given: str) -> Iterator[str]:
    """The address of a server for the tests: the given one, or a private one while the block runs."""
    if given:
        yield given
        return
    programs = server_programs()
    assert programs
    folder = Path(tempfile.mkdtemp(prefix="linli-pg-"))
    user = _user(folder)
    port = _free_port()
    with (folder / "log").open("w") as log:
        _init(programs, folder, user)
        # Its own session: an interrupt from the keyboard must not stop it before the tests are done with it.
        server = subprocess.Popen(
            _server(programs, folder, port), stdout=log, stderr=log, cwd="/", start_new_session=True,
            user=user, group=user, extra_groups=[] if user else None,
        )
    try:
        _wait(programs, folder, port, server)
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        _stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def _user(folder: Path) -> str | None:
    """As which user the server runs: PostgreSQL refuses root; None is the user of this process."""
    if os.geteuid() != 0:
        return None
    shutil.chown(folder, "postgres", "postgres")
    return "postgres"


def _init(programs: Path, folder: Path, user: str | None) -> None:
    command = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    subprocess.run(
        command, stdout=subprocess.DEVNULL, check=True, cwd="/", user=user, group=user, extra_groups=[] if user else None,
    )


def _server(programs: Path, folder: Path, port: int) -> list[str]:
    settings = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300", "listen_addresses=127.0.0.1"]
    options = [part for setting in settings for part in ("-c", setting)]
    return [str(programs / "postgres"), "-D", str(folder / "data"), "-p", str(port), "-k", str(folder), *options]


def _wait(programs: Path, folder: Path, port: int, server: "subprocess.Popen[bytes]") -> None:
    for _try in range(300):
        if server.poll() is not None:
            break
        ready = [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
        if subprocess.call(ready) == 0:
            return
        time.sleep(0.1)
    raise SystemExit(f"The PostgreSQL server for the tests did not start:\n{(folder / 'log').read_text()[-2000:]}")


def _stop(server: "subprocess.Popen[bytes]") -> None:
    server.send_signal(signal.SIGINT)  # "fast": ends sessions, keeps the files whole
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _leave(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _leave)
    sys.exit(main(sys.argv[1:]))

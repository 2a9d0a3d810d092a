"""500 Streamlit sessions: what one costs to start, and the memory of the process after the whole phone story.

Driven by the load client named in LINLI_ST_LOAD (default: ../shared/tools/st_load.py), which
speaks Streamlit's browser protocol.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.measure import report, rss_mb
from benchmarks.server import ROOT, Running, running

CLIENT = Path(os.environ.get("LINLI_ST_LOAD") or ROOT.parent / "shared" / "tools" / "st_load.py")
STORY = Path(__file__).with_name("phone_story.py")
HEAVY = ("pandas", "pyarrow", "altair")


def drive(server: Running, sessions: int, seconds: int) -> dict[str, Any]:
    """Let the load client play the story; what it measured."""
    command = [
        sys.executable, str(CLIENT), "--url", server.url, "--sessions", str(sessions), "--script", str(STORY),
        "--seconds", str(seconds), "--warmup", "0", "--pid", str(server.pid), "--timeout", "60",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout[done.stdout.index("{") :])
    return found


def loaded(pid: int) -> list[str]:
    """Which of the heavy libraries the process has loaded."""
    maps = Path(f"/proc/{pid}/maps").read_text()
    return [name for name in HEAVY if f"/{name}/" in maps]


def main() -> None:
    """Print the medians over the runs, each on a fresh server."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=500)
    parser.add_argument("--seconds", type=int, default=65)
    parser.add_argument("--runs", type=int, default=3)
    chosen, _ = parser.parse_known_args()
    if not CLIENT.exists():
        print(f"The load client {CLIENT} is not there; name one in LINLI_ST_LOAD.", file=sys.stderr)
        return
    starts, memory, errors, heavy = [], [], 0, set()
    for _run in range(chosen.runs):
        with running() as server:
            found = drive(server, chosen.sessions, chosen.seconds)
            starts.append(found["start"]["cpu_ms_per_session"])
            # With the sessions still held by the server for its time to live.
            memory.append(max(rss_mb(server.pid), found["rss_mb_after"] * 2**20 / 1e6))
            errors += found["errors"]
            heavy.update(loaded(server.pid))
    report(
        "Streamlit sessions", sessions=chosen.sessions, runs=chosen.runs, errors=errors,
        start_cpu_ms=statistics.median(starts), rss_mb=statistics.median(memory), heavy_modules=sorted(heavy),
    )


if __name__ == "__main__":
    main()

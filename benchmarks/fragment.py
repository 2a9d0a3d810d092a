"""The quiz card as a Streamlit fragment, saturated by 20 sessions: what the route is compared with."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from benchmarks.measure import community_of, report
from benchmarks.server import ROOT, free_port
from benchmarks.sessions import CLIENT
from linli import clock
from linli.questions import bank
from linli.store import open_store


def once(seconds: int) -> dict[str, float]:
    """One run on a fresh server; taps a second and CPU a tap."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store("", folder=Path(folder))
        bank.load(store, ROOT / "quizzes", clock.now())
        community_of(store, 5)
        port = free_port()
        environment = {**os.environ, "LINLI_DATA": folder, "DATABASE_URL": "", "PYTHONPATH": str(ROOT), "MALLOC_ARENA_MAX": "2"}
        command = [sys.executable, "-m", "streamlit", "run", "benchmarks/fragment_card.py", "--server.port", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait(port)
            drive = [sys.executable, str(CLIENT), "--url", f"http://127.0.0.1:{port}", "--sessions", "20", "--script",
                     str(Path(__file__).with_name("fragment_flow.py")), "--seconds", str(seconds), "--think", "0", "0", "--pid", str(server.pid)]
            done = subprocess.run(drive, capture_output=True, text=True, check=True)
        finally:
            server.terminate()
            server.wait(20)
            store.close()
    found = json.loads(done.stdout[done.stdout.index("{") :])
    return {"taps_per_s": found["interactions_per_s"], "cpu_ms_per_tap": found["cpu_ms_per_interaction"], "errors": found["errors"]}


def _wait(port: int) -> None:
    for _ in range(100):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not start within 20 seconds")


def main() -> None:
    """Print the medians of three runs. Half of the taps are "next", which stores nothing."""
    runs = [once(8) for _ in range(3)]
    report("fragment card, saturated", sessions=20, runs=3, **{name: statistics.median(run[name] for run in runs) for name in runs[0]})


if __name__ == "__main__":
    main()

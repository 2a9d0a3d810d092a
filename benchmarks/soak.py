"""`make soak`: 200,000 broken files over all formats, once before a release; writes benchmarks/soak.json.

    python -m benchmarks.soak [COUNT]
"""

import json
import sys
import time
import warnings
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from linli.questions.formats import reading
from tests.formats import fuzz
from tests.formats.seeds import seeds

RESULT = Path(__file__).with_name("soak.json")
COUNT = 200_000
#: Packed files take three times as long; they get a third.
SHARES = {code: 1 / 3 if code in ("xlsx", "docx") else 1.0 for code in seeds()}
#: Files between two looks at the clock, each batch with a seed of its own.
BATCH = 1_000
SEED = 7_000


def main(argv: list[str]) -> int:
    count = int(argv[0]) if argv else COUNT
    begun = time.perf_counter()
    whole = sum(SHARES.values())
    jobs = [job for code, share in SHARES.items() for job in _batches(code, round(count * share / whole) + 1)]
    formats: dict[str, dict[str, Any]] = {code: {"files": 0, "refused": 0, "questions": 0, "slowest_s": 0.0} for code in SHARES}
    memory = 0
    with ProcessPoolExecutor(max_workers=2) as pool:
        for code, result, held in pool.map(_one, jobs):
            told = formats[code]
            told["files"] += result.files
            told["refused"] += result.refused
            told["questions"] += result.questions
            told["slowest_s"] = round(max(told["slowest_s"], result.slowest), 3)
            memory = max(memory, held)
    found = {
        "on": datetime.now(UTC).date().isoformat(), "files": sum(each["files"] for each in formats.values()), "crashes": 0,
        "slowest_s": max(each["slowest_s"] for each in formats.values()), "peak_memory_mb": memory, "minutes": round((time.perf_counter() - begun) / 60, 1), "formats": formats,
    }
    RESULT.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    print(json.dumps(found, indent=2))
    return 0 if found["slowest_s"] < fuzz.SLOWEST and memory < 500 else 1


def _batches(code: str, count: int) -> list[tuple[str, int, int]]:
    """(format, files, seed) of each batch."""
    return [(code, min(BATCH, count - begun), SEED + begun // BATCH) for begun in range(0, count, BATCH)]


def _one(job: tuple[str, int, int]) -> tuple[str, fuzz.Result, int]:
    """One batch, with the net off: a crash ends the whole run and shows the file."""
    warnings.simplefilter("ignore")
    reading.NET = False
    code, count, seed = job
    return code, fuzz.run(code, count, seed), fuzz.peak_memory()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

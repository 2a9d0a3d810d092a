"""200 PIN checks at once: everybody who arrives at an event signs in at the same moment."""

import threading

from benchmarks.measure import community_of, quantile, report, seconds, temporary_store
from linli import clock, devices, ids, notice, residents

PEOPLE = 200


def main() -> None:
    """Print how long 200 sign-ins took from the first to the last, and their p95."""
    with temporary_store() as store:
        compounds = community_of(store, 10)
        for number in range(PEOPLE):
            residents.join(
                store, compound=compounds[number % 10], nickname=f"居民{number}", pin="628517", slip_code=None, fourteen=True,
                notice_version=notice.VERSION, device=devices.mark(ids.token()), at=clock.now(),
            )
        times: list[float] = []
        gate = threading.Barrier(PEOPLE + 1)

        def one(number: int) -> None:
            gate.wait()
            times.append(seconds(lambda: residents.sign_in(
                store, compound=compounds[number % 10], name_or_number=f"居民{number}", pin="628517",
                device=devices.mark(ids.token()), at=clock.now(), address=f"192.0.2.{number}",
            )))

        threads = [threading.Thread(target=one, args=(number,)) for number in range(PEOPLE)]
        for thread in threads:
            thread.start()

        def all_of_them() -> None:
            gate.wait()
            for thread in threads:
                thread.join()

        total = seconds(all_of_them)
        report("PIN checks at once", people=PEOPLE, answered=len(times), total_s=total, p95_s=quantile(times, 0.95))


if __name__ == "__main__":
    main()

# Two commands matter: `make run` starts the product, `make test` runs every check.
# The rest is for whoever works on it. Nothing is installed outside .venv, save Debian's
# chromium, fonts and PostgreSQL for the tests.

PY := .venv/bin/python

.PHONY: run demo demo-new test bench soak lint

run:
	@sh scripts/venv.sh requirements.txt
	@exec $(PY) -m linli start

demo:
	@sh scripts/venv.sh requirements.txt
	@exec $(PY) -m linli demo

demo-new:
	@sh scripts/venv.sh requirements.txt
	@exec $(PY) -m linli demo --new

test:
	@sh scripts/venv.sh requirements.txt requirements-test.txt
	@exec $(PY) scripts/test_services.py

lint:
	@sh scripts/venv.sh requirements.txt requirements-test.txt
	@exec $(PY) scripts/test_services.py --lint

bench:
	@sh scripts/venv.sh requirements.txt requirements-test.txt
	@exec $(PY) scripts/test_services.py --bench

soak:
	@sh scripts/venv.sh requirements.txt requirements-test.txt
	@exec $(PY) -m benchmarks.soak

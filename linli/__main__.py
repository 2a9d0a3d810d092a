"""`python -m linli …`."""

import sys

from linli.cli import main

sys.exit(main(sys.argv[1:]))

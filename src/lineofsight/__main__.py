"""`python -m lineofsight` is the command."""

import sys

from lineofsight.cli import main

sys.exit(main())

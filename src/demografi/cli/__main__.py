"""``python -m demografi.cli``."""

import sys

from demografi.cli import main

sys.exit(main())

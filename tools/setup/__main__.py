"""`python3 -m tools.setup run | check | test`: make this checkout ready, or say in one sentence what is missing.

This file is read by whatever Python the machine has, so it stays plain enough for old ones to reach the check below.
"""

import os
import sys

FLOOR = (3, 11)

if sys.version_info < FLOOR:
    sys.exit(
        "Incamera needs Python %d.%d or newer and this is %d.%d: install a newer one and say"  # noqa: UP031
        " `make PYTHON=/path/to/it ...`." % (FLOOR + tuple(sys.version_info[:2]))
    )

# The engine's version and place are the product's knowledge; that module needs nothing but the standard library.
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "src"))  # noqa: PTH118, PTH120

from tools.setup.stages import main  # noqa: E402  (only a new enough Python may read what follows)

sys.exit(main(sys.argv[1:]))

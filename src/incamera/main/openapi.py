"""Print the api's schema: `python -m incamera.main.openapi > .incamera/openapi.json`, from which the pages' types are made."""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from incamera.main.api import create_app
from incamera.platform.clock import SystemClock
from incamera.platform.settings import load_settings


def main() -> None:
    """Write it to standard output, the same bytes for the same api."""
    with TemporaryDirectory() as folder:
        schema = create_app(load_settings({"data_dir": Path(folder)}), SystemClock()).openapi()
    json.dump(schema, sys.stdout, indent=1, sort_keys=True)


if __name__ == "__main__":
    main()

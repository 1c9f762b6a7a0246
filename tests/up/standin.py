"""A worker that only writes down what it is told, one line each, in `STANDIN_LOG`; at the end of its input it says so."""

import os
import sys
from pathlib import Path


def main() -> None:
    with Path(os.environ["STANDIN_LOG"]).open("a", encoding="utf-8", buffering=1) as log:
        log.write(f"{os.getpid()} began {sys.stdin.readline()}")
        log.writelines(f"{os.getpid()} told {line}" for line in sys.stdin)
        log.write(f"{os.getpid()} left\n")


if __name__ == "__main__":
    main()

"""`python -m benchmarks`: every benchmark, or those that are named."""

import sys

from benchmarks.runner import main

if __name__ == "__main__":
    sys.exit(main())

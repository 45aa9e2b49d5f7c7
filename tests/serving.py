"""A server of a graph on a free port of this machine, as a process of its own."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def serving(*options: str) -> Iterator[str]:
    """The address of `kg serve` with some options, while it runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", "--port", "0", *options], stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    try:
        said = process.stderr.readline()
        match = re.fullmatch(r"serving (http://\S+)/ \(stop with Ctrl-C\)\n", said)
        assert match, said + process.stderr.read()
        yield match[1]
    finally:
        process.terminate()
        process.wait(timeout=10)
        process.stderr.close()

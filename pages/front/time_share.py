"""How much of the server's time goes to those who have no session: never so much that the others wait."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Budget:
    """A share of the time of one process, and as much saved up as a class that opens the page at once needs.

    Parameters
    ----------
    share : float
        Of each second, how much may be spent.
    most : float
        How many seconds can be saved up.
    clock : callable
        The time in seconds.
    """

    def __init__(self, share: float, most: float, clock: Callable[[], float] = time.perf_counter) -> None:
        self.share, self.most, self.clock = share, most, clock
        self.left, self.last = most, clock()

    def is_spent(self) -> bool:
        """Whether new work must wait; cached answers need not."""
        now = self.clock()
        self.left = min(self.left + self.share * (now - self.last), self.most)
        self.last = now
        return self.left <= 0

    @contextmanager
    def spend(self) -> Iterator[None]:
        """Do some work, whose length is known when it is done."""
        start = self.clock()
        try:
            yield
        finally:
            self.left -= self.clock() - start


# Of all pictures, tables and documents that are made anew. A document takes some 4 ms, so that a hundred people can
# come in one moment.
BUDGET = Budget(share=0.25, most=0.5)

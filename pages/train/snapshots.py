"""The epochs after which a run is looked at, and those between which the slider of a run moves."""

from __future__ import annotations

from activations.networks.training import Task

MOST_SNAPSHOTS = 60


def stride_of(task: Task) -> int:
    """The number of epochs between two snapshots."""
    return next(
        step
        for step in range(1, task.epochs + 1)
        if task.epochs % step == 0 and task.epochs // step <= MOST_SNAPSHOTS
    )

"""Training the functions of the page, as far as nobody stops it, and keeping the results."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from activations import Activation
from activations.networks.training import Snapshot, Task, train
from pages.shared import settings, tasks
from pages.shared.entries import Entry
from pages.shared.progress import Progress, StoppedError, remember
from pages.shared.settings import Settings
from pages.shared.tasks import task_of
from pages.train.budget import estimate_total
from pages.train.controls import KEEP, SEEDS, TEN
from pages.train.figures import TrainingResult
from pages.train.record import Assessment, Record, assess, has_diverged, record, replace_function
from pages.train.snapshots import stride_of

UNFINISHED = "unfinished"


@dataclass(frozen=True)
class TrainingPlan:
    """What is computed: which functions are trained, and which ones are shown with the weights of each."""

    trained: tuple[tuple[Entry, tuple[Entry, ...]], ...]
    task: Task
    seeds: int
    cut: str


def plan_training(state: Settings, entries: Sequence[Entry]) -> TrainingPlan:
    """Plan the runs, within the time there is."""
    trained = [(entries[0], tuple(entries))] if state[KEEP] else [(entry, (entry,)) for entry in entries]
    functions = [entry.function for entry, _ in trained]
    shortened = tasks.shorten(partial(estimate_total, functions), task_of(state), SEEDS if state[TEN] else 1)
    return TrainingPlan(tuple(trained), *shortened)


# A tuple: two dataclasses within a dataclass are one to the cache if their fields are equal, whatever their classes.
class TrainingJob(NamedTuple):
    """What is trained: a function on a task, and which functions are shown with its weights, in pictures or not."""

    f: Activation
    shown: tuple[Activation, ...]
    task: Task
    pictured: bool


@dataclass
class UnfinishedRun:
    """A run as far as it has come; if it is `idle`, nobody is at work on it, and it can go on from there."""

    job: TrainingJob
    epochs: list[int] = field(default_factory=list)
    assessments: list[list[Assessment]] = field(default_factory=list)
    idle: bool = False

    def __post_init__(self) -> None:
        self.snapshots = train(self.job.f, self.job.task, stride_of(self.job.task))
        self.assessments = [[] for _ in self.job.shown]

    def train_on(self, report: Callable[[int], None]) -> None:
        """Train to the end, or until the numbers have diverged, or until `report`, called with the epochs, raises."""
        for snapshot in self.snapshots:
            self._assess(snapshot)
            if snapshot.epoch < self.job.task.epochs:
                report(snapshot.epoch)
            if all(has_diverged(each[-1], each[0]) for each in self.assessments):
                return

    def _assess(self, snapshot: Snapshot) -> None:
        for g, assessments in zip(self.job.shown, self.assessments, strict=True):
            layers = snapshot.layers if g == self.job.f else replace_function(snapshot.layers, g)
            assessments.append(assess(layers, self.job.task, self.job.pictured))
        # Last, since `records` goes by it, perhaps in a run of the page that was begun meanwhile.
        self.epochs.append(snapshot.epoch)

    def records(self, ended: bool) -> tuple[Record, ...]:
        epochs = list(self.epochs)
        return tuple(
            record(epochs, assessments[: len(epochs)], self.job.task, ended)
            for assessments in self.assessments
        )


def train_all(plan: TrainingPlan) -> list[TrainingResult]:
    """Train each function, as far as nobody stops it."""
    count = plan.seeds * len(plan.trained)
    records: dict[str, list[Record]] = {}

    def add(shown: tuple[Entry, ...], added: tuple[Record, ...]) -> None:
        for entry, one in zip(shown, added, strict=True):
            records.setdefault(entry.key, []).append(one)

    with Progress() as progress:
        for seed, task in enumerate(tasks.with_seeds(plan.task, plan.seeds)):
            for index, (entry, shown) in enumerate(plan.trained):
                what = f"{entry.name}, seed {task.seed}" if plan.seeds > 1 else entry.name
                start = (seed * len(plan.trained) + index) / count
                job = TrainingJob(entry.function, tuple(each.function for each in shown), task, seed == 0)
                try:
                    report = partial(tasks.report_epoch, progress, start, 1 / count, what, task)
                    add(shown, remember(job, partial(_train, job, progress, report)))
                except StoppedError:
                    run = _unfinished(job)
                    if run is not None and run.epochs:
                        add(shown, run.records(ended=False))
                    raise
    entries = [each for _, shown in plan.trained for each in shown]
    return [
        TrainingResult(entry.name, tuple(records[entry.key])) for entry in entries if entry.key in records
    ]


def _train(job: TrainingJob, progress: Progress, report: Callable[[int], None]) -> tuple[Record, ...]:
    progress.raise_if_stopped()
    run = _unfinished(job)
    # The run of the page that Streamlit has ended may not have noticed yet, and still be at work on another.
    if run is None or not run.idle:
        # Kept in the session, so that who stops sees how far it has come.
        run = settings.visit().scratch[UNFINISHED] = UnfinishedRun(job)
    run.idle = False
    try:
        run.train_on(report)
    except StoppedError:
        run.idle = True
        raise
    return run.records(ended=True)


def _unfinished(job: TrainingJob) -> UnfinishedRun | None:
    """The run as far as it has come in this session, if it was begun."""
    run: UnfinishedRun | None = settings.visit().scratch.get(UNFINISHED)
    return run if run is not None and run.job == job else None

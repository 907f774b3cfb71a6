"""Training what the page was wanted to, as far as nobody stops it, and keeping what was found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

from activations import Activation
from activations.networks.training import Snapshot, Task, train
from pages.shared import settings
from pages.shared.entries import Entry
from pages.shared.progress import Progress, StoppedError, remember
from pages.shared.tasks import MOST_SEED
from pages.train.controls import TrainingPlan
from pages.train.figures import TrainingResult
from pages.train.record import Assessment, Record, assess, has_diverged, record, replace_function
from pages.train.snapshots import stride_of

UNFINISHED = "unfinished"


# A tuple: two dataclasses within a dataclass are one to the cache if their fields are equal, whatever their classes.
class Job(NamedTuple):
    """What is trained: a function on a task, and which functions are shown with its weights, in pictures or not."""

    f: Activation
    shown: tuple[Activation, ...]
    task: Task
    pictured: bool


@dataclass
class Course:
    """A run as far as it has come; if it is `idle`, nobody is at work on it, and it can go on from there."""

    job: Job
    epochs: list[int] = field(default_factory=list)
    assessments: list[list[Assessment]] = field(default_factory=list)
    idle: bool = False

    def __post_init__(self) -> None:
        self.snapshots = train(self.job.f, self.job.task, stride_of(self.job.task))
        self.assessments = [[] for _ in self.job.shown]

    def train_on(self, tell: Callable[[int], None]) -> None:
        """Train to the end, or until nothing more is to be seen, or until what is told the epochs raises."""
        for snapshot in self.snapshots:
            self._assess(snapshot)
            if snapshot.epoch < self.job.task.epochs:
                tell(snapshot.epoch)
            if all(has_diverged(seen[-1], seen[0]) for seen in self.assessments):
                return

    def _assess(self, snapshot: Snapshot) -> None:
        for g, seen in zip(self.job.shown, self.assessments, strict=True):
            layers = snapshot.layers if g == self.job.f else replace_function(snapshot.layers, g)
            seen.append(assess(layers, self.job.task, self.job.pictured))
        # Last, since `records` goes by it, perhaps in a run of the page that was begun meanwhile.
        self.epochs.append(snapshot.epoch)

    def records(self, ended: bool) -> tuple[Record, ...]:
        epochs = list(self.epochs)
        return tuple(record(epochs, seen[: len(epochs)], self.job.task, ended) for seen in self.assessments)


def runs(plan: TrainingPlan) -> list[TrainingResult]:
    """Train each function, as far as nobody stops it, and return the runs."""
    count = plan.seeds * len(plan.trained)
    found: dict[str, list[Record]] = {}

    def add(shown: tuple[Entry, ...], records: tuple[Record, ...]) -> None:
        for each, one in zip(shown, records, strict=True):
            found.setdefault(each.key, []).append(one)

    with Progress() as progress:
        for seed in range(plan.seeds):
            task = replace(plan.task, seed=(plan.task.seed + seed) % (MOST_SEED + 1))
            for index, (entry, shown) in enumerate(plan.trained):
                what = f"{entry.name}, seed {task.seed}" if plan.seeds > 1 else entry.name
                start = (seed * len(plan.trained) + index) / count
                job = Job(entry.function, tuple(each.function for each in shown), task, seed == 0)
                try:
                    report = partial(_report, progress, start, 1 / count, what, task)
                    add(shown, remember(job, partial(_run, job, progress, report)))
                except StoppedError:
                    course = _unfinished(job)
                    if course is not None and course.epochs:
                        add(shown, course.records(ended=False))
                    raise
    entries = [each for _, shown in plan.trained for each in shown]
    return [TrainingResult(entry.name, tuple(found[entry.key])) for entry in entries if entry.key in found]


def _report(progress: Progress, start: float, part: float, what: str, task: Task, epoch: int) -> None:
    share = start + part * epoch / task.epochs
    progress.report(min(share, 1.0), f"Training {what}: epoch {epoch} of {task.epochs}")


def _run(job: Job, progress: Progress, report: Callable[[int], None]) -> tuple[Record, ...]:
    progress.raise_if_stopped()
    course = _unfinished(job)
    # The run of the page that Streamlit has ended may not have noticed yet, and still be at work on another.
    if course is None or not course.idle:
        # Kept in the session, so that who stops sees how far it has come.
        course = settings.visit().scratch[UNFINISHED] = Course(job)
    course.idle = False
    try:
        course.train_on(report)
    except StoppedError:
        course.idle = True
        raise
    return course.records(ended=True)


def _unfinished(job: Job) -> Course | None:
    """The run as far as it has come in this session, if it was begun."""
    course: Course | None = settings.visit().scratch.get(UNFINISHED)
    return course if course is not None and course.job == job else None

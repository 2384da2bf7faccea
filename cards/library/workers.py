"""Workers: what takes sources apart while this process puts their decks together. The results are the same, and come in
the same order, whoever does it: this process itself, processes of this machine, or a cluster.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import wait
from typing import Protocol, TypeVar

from msgspec import Struct

from cards.analysing import Source, Terms
from cards.library.outcomes import Failed, attempted
from cards.library.progress import Progress

R_co = TypeVar("R_co", covariant=True)
R = TypeVar("R")
SEVERAL_DIED = "KilledWorker"  # what Dask calls that, whose name is all that is known here
AHEAD = 4  # tasks a worker has before it: enough that none waits, few enough that their results need little memory
FEW_COLLECTIONS = 200_000  # as in the program itself
EACH, EACH_BYTES = 4, 200_000  # sources, or bytes of them, that are worth starting a process: it takes a second or two
DIED = "the process that was at it ended (out of memory, or killed); the other sources are built"


class Jobs(Struct, frozen=True):
    """How many processes may work (None: as many as the processor has cores), or the cluster that does the work."""

    count: int | None = None
    executor: str = ""


ALONE = Jobs(1)


class Work(Protocol[R_co]):
    """What is done to each source: a function at the top of a module."""

    def __call__(self, source: Source, terms: Terms, /) -> R_co: ...


def tried(work: Work[R], source: Source, terms: Terms) -> R | Failed:
    """What `work` makes of `source`, or what is wrong with it: in whatever process."""
    return attempted(source.path, partial(work, source, terms))


@dataclass
class Here:
    """No workers: this process does the work when its result is wanted."""

    progress: Progress

    def each(self, work: Work[R], sources: Iterable[Source | Failed], terms: Terms) -> Iterator[R | Failed]:
        """What `work` makes of each of `sources`, in their order; what failed before stays as it is."""
        for source in sources:
            if isinstance(source, Failed):
                yield source
                continue
            self.progress.at(source.path.name)
            yield tried(work, source, terms)


@dataclass
class _Task:
    """A source on its way: `result` is what came of it, or will."""

    source: Source | Failed
    result: Future[object] | None = None


@dataclass
class Crew:
    """Workers behind an executor; `start` makes a new one where the one there was broke."""

    start: Callable[[], Executor]
    workers: int
    progress: Progress
    executor: Executor = field(init=False)

    def __post_init__(self) -> None:
        self.executor = self.start()

    def each(self, work: Work[R], sources: Iterable[Source | Failed], terms: Terms) -> Iterator[R | Failed]:
        """As `Here.each`; at most AHEAD tasks a worker are under way or done and not taken."""
        do = partial(tried, work)
        waiting = iter(sources)
        ahead: deque[_Task] = deque()
        while True:
            while len(ahead) < AHEAD * self.workers and (source := next(waiting, None)) is not None:
                ahead.append(self._begun(do, source, terms))
            if not ahead:
                return
            yield self._result(do, ahead.popleft(), ahead, terms)

    def _begun(self, do: Callable[[Source, Terms], object], source: Source | Failed, terms: Terms) -> _Task:
        return _Task(source, None if isinstance(source, Failed) else self._submitted(do, source, terms))

    def _submitted(self, do: Callable[[Source, Terms], object], source: Source, terms: Terms) -> Future[object]:
        try:
            with _uninterrupted():
                return self.executor.submit(do, source, terms)
        except BrokenExecutor:
            self._restart()
            with _uninterrupted():
                return self.executor.submit(do, source, terms)

    def _result(self, do: Callable[[Source, Terms], R | Failed], task: _Task, ahead: Iterable[_Task],
                terms: Terms) -> R | Failed:
        """What came of `task`. Where a worker died, whoever's fault it was, it is tried again with nothing beside it;
        what was under way then, `ahead`, begins anew.
        """
        if isinstance(task.source, Failed) or task.result is None:
            assert isinstance(task.source, Failed)
            return task.source
        self.progress.at(task.source.path.name)
        try:
            return _got(task.result)
        except BrokenExecutor:
            return self._alone(do, task.source, ahead, terms)
        except Exception as error:
            return self._once_more(do, task.source, terms, error)

    def _alone(self, do: Callable[[Source, Terms], R | Failed], source: Source, ahead: Iterable[_Task],
               terms: Terms) -> R | Failed:
        self._restart()
        try:
            return _got(self._submitted(do, source, terms))
        except BrokenExecutor:
            self._restart()
            return Failed(f"{source.path}: {DIED}")
        finally:
            for task in ahead:
                if task.result and not isinstance(task.source, Failed) and not _is_good(task.result):
                    task.result = self._submitted(do, task.source, terms)

    def _once_more(self, do: Callable[[Source, Terms], R | Failed], source: Source, terms: Terms,
                   error: Exception) -> R | Failed:
        """What comes of `source` in a cluster that lost its result with a worker; not where this `error` says that
        it tried several workers.
        """
        if type(error).__name__ != SEVERAL_DIED:
            with suppress(Exception):
                return _got(self._submitted(do, source, terms))
        return Failed(f"{source.path}: {DIED}: {' '.join(str(error).split())}")

    def _restart(self) -> None:
        self.executor.shutdown(wait=False, cancel_futures=True)
        self.executor = self.start()


def _got(result: Future[object]) -> R | Failed:
    return result.result()  # type: ignore[return-value]  # what was submitted gives that


def _is_good(result: Future[object]) -> bool:
    """Whether `result` is there and none that a dead worker left."""
    return result.done() and not result.cancelled() and result.exception() is None


@contextmanager
def crew(jobs: Jobs, sizes: Iterable[int], progress: Progress) -> Iterator[Here | Crew]:
    """Who does the work on sources of these `sizes` in bytes: the cluster that `jobs` names; else this process where
    that is soonest done, or as many processes as `jobs` says, or fewer where there is little to do. They end with the
    block, however it ends. Raises UserError where there is no such cluster.
    """
    known = list(sizes)
    workers = worth(jobs.count, known)
    if jobs.executor and known:
        from cards.library.cluster import joined

        with joined(jobs.executor) as (executor, workers):
            yield Crew(lambda: executor, workers, progress)
    elif workers < 2:
        yield Here(progress)
    else:
        with _processes(workers, progress) as made:
            yield made


@contextmanager
def _processes(workers: int, progress: Progress) -> Iterator[Crew]:
    before = multiprocessing.active_children()
    context = multiprocessing.get_context("spawn")
    made = Crew(lambda: ProcessPoolExecutor(workers, context, _begin), workers, progress)
    done = False
    try:
        yield made
        done = True
    finally:
        made.executor.shutdown(wait=done, cancel_futures=True)
        for child in multiprocessing.active_children():
            if child not in before:
                child.terminate()


def worth(jobs: int | None, sizes: list[int]) -> int:
    """How many processes to start for sources of these sizes: with `jobs` as many, but no more than sources."""
    if jobs is not None:
        return max(1, min(jobs, len(sizes)))
    return min(cores(), max(1, len(sizes)), max(1, len(sizes) // EACH, sum(sizes) // EACH_BYTES))


def cores() -> int:
    """The processor's cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Meanwhile Ctrl-C waits: processes that are started inherit that, so it never reaches them but by their parent."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """A worker process begins: it hears no Ctrl-C, and ends when its parent does, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(FEW_COLLECTIONS)
    parent = multiprocessing.parent_process()
    if parent:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    with suppress(OSError):
        wait([sentinel])
    os._exit(1)

"""A cluster of Dask's as workers: whatever a worker needs is sent to it, but juyao itself, which is installed there."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cards.analysing import program
from cards.records import UserError

if TYPE_CHECKING:
    from distributed import Client

SCHEME = "dask://"
PATIENCE = 20  # seconds to find a scheduler, and a worker


@contextmanager
def joined(address: str) -> Iterator[tuple[Executor, int]]:
    """The executor of the cluster whose scheduler is at `address`, dask://HOST:PORT, and how many tasks it does at
    once. Raises UserError where there is none, or one of its workers has another juyao.
    """
    client = _client(address)
    try:
        yield client.get_executor(), _threads(client, address)
    finally:
        client.close()


def _client(address: str) -> Client:
    if not address.startswith(SCHEME):
        raise UserError(f"--executor: found “{address}”; a cluster is named {SCHEME}HOST:PORT")
    try:
        from distributed import Client
    except ImportError:
        raise UserError(f"{address}: a cluster needs an extra: pip install \"juyao[cluster]\"") from None
    try:
        return Client(address.replace(SCHEME, "tcp://", 1), timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise UserError(f"{address}: no scheduler answers: {' '.join(str(error).split())}") from None


def _threads(client: Client, address: str) -> int:
    """How many tasks the workers of a cluster do at once."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        raise UserError(f"{address}: the cluster has no workers") from None
    others = [worker for worker, found in client.run(program).items() if found != program()]
    if others:
        raise UserError(f"{address}: another version of juyao or its rules on {', '.join(others)}; install the same "
                        "everywhere")
    return sum(client.nthreads().values())

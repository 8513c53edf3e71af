"""Rounds of load on several servers in turn, so that what disturbs one disturbs all."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from .load import Sample, WrongAnswerError, fetch, put_under_load

if TYPE_CHECKING:
    from .progress import Progress
    from .queries import Ask
    from .servers import Server

WARM_UP = 20


@dataclass
class Target:
    """A request to a server, with what it answers and what was measured of it."""

    name: str
    server: Server
    ask: Ask
    answer: bytes = b""
    samples: dict[int, Sample] = field(default_factory=dict)
    # A slow system is not asked in every round.
    every: int = 1

    def warm_up(self) -> None:
        """Ask until nothing is done for the first time any more."""
        request = self.ask.encoded()
        self.answer = fetch(self.server.port, request)
        if self.answer.startswith(b'{"errors"'):
            raise WrongAnswerError(f"{self.name}: {self.answer[:1000].decode()}")
        for _ in range(WARM_UP // self.every):
            fetch(self.server.port, request)

    def measure(self, number: int, seconds: float) -> None:
        """Put it under load for one round."""
        worker, backends = self.server.cpu(), self.server.database.cpu()
        sample = put_under_load(self.server.port, self.ask.encoded(), self.answer, seconds=seconds)
        if worker is not None:
            sample.cpu = (self.server.cpu() or 0) - worker
        after = self.server.database.cpu()
        if after:
            sample.database_cpu = sum(
                seconds - backends.get(pid, 0) for pid, seconds in after.items()
            )
        self.samples[number] = sample

    def figures(self) -> dict[str, Any]:
        """What was measured: medians over the rounds."""
        samples = list(self.samples.values())
        latencies = [latency for sample in samples for latency in sample.latencies]
        return {
            "requests_per_second": round(median(sample.rate for sample in samples), 1),
            "p95_ms": round(quantiles(latencies, n=20)[-1] * 1000, 2),
            "cpu_ms": _per_request([(s.cpu, len(s.latencies)) for s in samples]),
            "database_cpu_ms": _per_request([(s.database_cpu, len(s.latencies)) for s in samples]),
            "bytes": len(self.answer),
            "requests": len(latencies),
        }

    def ratio_to(self, other: Target) -> float:
        """Requests per second in parts of another's: the median over the rounds of both."""
        common = self.samples.keys() & other.samples.keys()
        return median(self.samples[n].rate / other.samples[n].rate for n in common)

    def growth_from(self, other: Target) -> float:
        """What a request costs in parts of another's: the median over the rounds of both."""
        common = self.samples.keys() & other.samples.keys()
        return median(self.samples[n].cost / other.samples[n].cost for n in common)


def _per_request(pairs: list[tuple[float | None, int]]) -> float | None:
    known = [cpu * 1000 / count for cpu, count in pairs if cpu is not None]
    return round(median(known), 3) if known else None


def run_rounds(
    targets: list[Target], rounds: int, seconds: float, progress: Progress, what: str
) -> None:
    """Measure all targets in turn, again and again."""
    for target in targets:
        target.warm_up()
    total = rounds * len(targets)
    for number in range(rounds):
        for place, target in enumerate(targets):
            progress.say(f"{what}: {target.name}", number * len(targets) + place, total)
            if number % target.every == 0:
                target.measure(number, seconds)
    progress.say(what, total, total)

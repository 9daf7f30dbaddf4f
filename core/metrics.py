"""What Prometheus is told of this process.

Whoever has something to count declares it beside the code that counts. Nothing is, and
Prometheus's library is not loaded, unless ``METRICS_TOKEN`` is set.
"""

import threading
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, ClassVar

from django.conf import settings

_declared: list["Metric"] = []
_making = threading.RLock()

# From one database call to what a person calls broken, in seconds.
_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

Labels = tuple[str, ...]


@cache
def _registry() -> Any:
    import prometheus_client

    # When each counter began is of no use, and doubles what is told.
    prometheus_client.disable_created_metrics()  # type: ignore[no-untyped-call]
    registry = prometheus_client.CollectorRegistry()
    prometheus_client.ProcessCollector(registry=registry)
    prometheus_client.GCCollector(registry=registry)
    return registry


class Metric:
    """Something that is told under a name, with labels that tell kinds apart.

    Labels are names of ours, as few as can be listed: never what somebody sent.
    """

    kind: ClassVar[str]
    options: ClassVar[dict[str, Any]] = {}

    def __init__(self, name: str, about: str, *labels: str) -> None:
        self._told = (name, about, labels)
        self._made: Any = None
        _declared.append(self)

    def made(self) -> Any:
        """Return the library's own, made once."""
        with _making:
            if self._made is None:
                import prometheus_client

                of_kind = getattr(prometheus_client, self.kind)
                self._made = of_kind(*self._told, registry=_registry(), **self.options)
        return self._made

    def _of(self, labels: Labels) -> Any:
        return self.made().labels(*labels) if labels else self.made()


class Counter(Metric):
    """How often something happened since the process began."""

    kind = "Counter"

    def add(self, *labels: str) -> None:
        """Count one more."""
        if settings.METRICS_TOKEN:
            self._of(labels).inc()


class Durations(Metric):
    """How long something took."""

    kind = "Histogram"
    options: ClassVar[dict[str, Any]] = {"buckets": _BOUNDS}

    def note(self, seconds: float, *labels: str) -> None:
        """Count one that took so long."""
        if settings.METRICS_TOKEN:
            self._of(labels).observe(seconds)


class Gauge(Metric):
    """How much there is of something now; ``read`` looks without the database."""

    kind = "Gauge"

    def __init__(self, name: str, about: str, *, read: Callable[[], float]) -> None:
        super().__init__(name, about)
        self._read = read

    def made(self) -> Any:
        """Return the library's own, which reads when it is asked."""
        gauge = super().made()
        gauge.set_function(self._read)
        return gauge


class Sampled(Metric):
    """How much there is of something in the database, by its labels.

    The worker looks now and then; a process whose worker does not work tells nothing.
    """

    kind = "Gauge"

    def __init__(
        self,
        name: str,
        about: str,
        *labels: str,
        sample: Callable[[], Mapping[Labels, float]],
    ) -> None:
        super().__init__(name, about, *labels)
        self._sample = sample

    def take(self) -> None:
        """Look, and tell what there is from now on."""
        sampled = self._sample()
        self.made().clear()
        for labels, number in sampled.items():
            self._of(labels).set(number)

    def forget(self) -> None:
        """Tell nothing any more."""
        self.made().clear()


def take_samples() -> None:
    """Look at everything that the database knows; one that fails tells nothing."""
    failure: Exception | None = None
    for one in _sampled():
        try:
            one.take()
        except Exception as error:  # noqa: BLE001 - raised when all had their turn
            one.forget()
            failure = error
    if failure:
        raise failure


def forget_samples() -> None:
    """Tell nothing of what another process's worker looks at from now on."""
    for one in _sampled():
        one.forget()


def exposition() -> tuple[str, bytes]:
    """Return everything that is told, as Prometheus reads it, with its media type."""
    from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

    for metric in _declared:
        metric.made()
    return CONTENT_TYPE_LATEST, generate_latest(_registry())


def _sampled() -> list[Sampled]:
    if not settings.METRICS_TOKEN:
        return []
    return [metric for metric in _declared if isinstance(metric, Sampled)]

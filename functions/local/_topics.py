"""The topics and subscriptions of the cloud's shape, made in the Pub/Sub emulator by its REST front.

Fields and their bounds: Pub/Sub REST reference, projects.topics and projects.subscriptions, read 2026-10.
"""

from __future__ import annotations

import http.client
import json
from typing import Any, Final

from shared.core.errors import ConfigurationError

ACKNOWLEDGE: Final = "acknowledge"
DEAD: Final = "dead-letters"
_WEEK: Final = "604800s"  # the longest that the emulator takes; the cloud keeps dead letters longer


def make_topics(host: str, project: str, topic: str, endpoint: str) -> None:
    """The topic, the topic of dead letters, and a subscription on each: one pushes to `endpoint`, one waits.

    Raises ConfigurationError with what the emulator said.
    """
    root = f"projects/{project}"
    _put(host, f"{root}/topics/{topic}", {})
    _put(host, f"{root}/topics/{DEAD}", {})
    keep: dict[str, Any] = {"messageRetentionDuration": _WEEK, "expirationPolicy": {}}
    _put(host, f"{root}/subscriptions/{DEAD}", keep | {"topic": f"{root}/topics/{DEAD}"})
    pushed = keep | {
        "topic": f"{root}/topics/{topic}",
        "pushConfig": {"pushEndpoint": endpoint},
        "ackDeadlineSeconds": 600,
        "retryPolicy": {"minimumBackoff": "10s", "maximumBackoff": "600s"},
        "deadLetterPolicy": {"deadLetterTopic": f"{root}/topics/{DEAD}", "maxDeliveryAttempts": 100},
    }
    _put(host, f"{root}/subscriptions/{ACKNOWLEDGE}", pushed)


def _put(host: str, name: str, body: dict[str, Any]) -> None:
    line = http.client.HTTPConnection(host, timeout=10)
    try:
        line.request("PUT", f"/v1/{name}", json.dumps(body), {"Content-Type": "application/json"})
        answer = line.getresponse()
        said = answer.read().decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        raise ConfigurationError(f"the pubsub emulator did not make {name}: {type(error).__name__}") from error
    finally:
        line.close()
    if answer.status != 200:
        raise ConfigurationError(f"the pubsub emulator did not make {name}: {answer.status} {said[:300]}")

"""Called by the bus with one message at a time: decide, act, stop the clock. An exception means: deliver again."""

from __future__ import annotations

import functions_framework
from cloudevents.http import CloudEvent

from shared.edges import take_message
from shared.wiring import wiring


@functions_framework.cloud_event
def acknowledge(event: CloudEvent) -> None:
    """One message of the topic, pushed by its subscription."""
    from shared.flows.acknowledge import acknowledge as flow

    take_message(event.data, lambda message: flow(message, wiring().tools), wiring())

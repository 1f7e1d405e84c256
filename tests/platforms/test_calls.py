"""A client that is a table: what it lacks is refused before anything leaves."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from shared.core.errors import ActionUnsupported
from shared.core.ports import Capability, Order
from shared.core.secret import Secret
from shared.platforms._calls import Call, TableClient
from shared.platforms._client import ApiClient
from tests.contracts._platforms import Reply, pretend

AT = datetime(2026, 11, 3, 11, 0, tzinfo=UTC)
ORDER = Order(
    capability=Capability.DIRECT_MESSAGE, account="7", object="n/1", reply_to=None, person="8", text="Hello", key="k",
    first_sent=AT, at=AT,
)  # fmt: skip
TABLE = {Capability.DIRECT_MESSAGE: Call("/people/{person}/messages", text="words", receipt="id")}


def test_a_message_goes_to_its_person() -> None:
    with pretend(Reply(200, '{"id": "m-1"}')) as api:
        client = TableClient("acorn", ApiClient("acorn", api.base, Secret("a-token")), TABLE)
        assert client.perform(ORDER, 5.0) == "m-1"
    assert [one.path for one in api.asked] == ["/people/8/messages"]


@pytest.mark.parametrize("lack", [{"person": None}, {"person": ""}, {"text": None}, {"capability": Capability.LIKE}])
def test_what_lacks_something_is_not_sent(lack: dict[str, Any]) -> None:
    with pretend(Reply(200, '{"id": "m-1"}')) as api:
        client = TableClient("acorn", ApiClient("acorn", api.base, Secret("a-token")), TABLE)
        with pytest.raises(ActionUnsupported):
            client.perform(replace(ORDER, **lack), 5.0)
    assert not api.asked

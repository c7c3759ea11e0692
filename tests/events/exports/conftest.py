import pytest

from tests.events.conftest import account, author, desk, editor, los_angeles, office, stage  # noqa: F401


@pytest.fixture
def exporter(client, office):  # noqa: F811
    """The test client, logged in as an exporter."""
    client.exporter = account("exporter", "exporter")
    client.force_login(client.exporter)
    return client

from collections.abc import Iterator

import pytest

from tests.packaged_zones import packaged_zones


@pytest.fixture(autouse=True, scope="package")
def _zones() -> Iterator[None]:
    with packaged_zones():
        yield

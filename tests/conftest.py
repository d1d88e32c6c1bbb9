"""What every test starts from."""

from pathlib import Path

import pytest
from hypothesis import settings

from tests.desk import Desk
from tests.sizes import FULL

# Time says more about the machine than about the code.
settings.register_profile("o3", deadline=None, max_examples=1000 if FULL else 100)
settings.load_profile("o3")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A fresh machine."""
    return Desk(tmp_path)

"""The owner's own templates render in a process apart, with limits on time and memory: they may be a stranger's.

A template that came with a clone cannot reach out of the sandbox, but it can ask for a billion of anything. The process
is started afresh, not forked, so it holds nothing of this one; it reads JSON, answers in JSON, and costs about 0.1 s.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from o3cli.domain.template import Rendered
from o3cli.errors.templates import BrokenTemplate, TemplateTooHeavy

_SECONDS = 4
"""Time on the clock, for a machine that is busy; the process itself may work for 2 s."""
_WORKER = "import sys; from o3cli.adapters.templates import worker as it; it.work(sys.stdin, sys.stdout, it.LIMITS)"
# Without it some builds of Python do not start; the rest of the environment is not a template's business.
_KEPT_ENVIRONMENT = ("LD_LIBRARY_PATH",)


def render_apart(path: str, source: str, variables: Mapping[str, object]) -> Rendered:
    """Render as `sandbox.render_template` does, within the limits of `worker`.

    `variables` are values that JSON can carry. Raises BrokenTemplate and TemplateTooHeavy.
    """
    environment = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    environment["PYTHONPATH"] = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)
    try:
        process = subprocess.run(
            [sys.executable, "-P", "-s", "-c", _WORKER],
            input=json.dumps({"path": path, "source": source, "variables": variables}).encode("ascii"),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TemplateTooHeavy(path) from None
    if process.returncode and process.stdout:
        # It had begun to render, and what ended it was a limit.
        raise TemplateTooHeavy(path)
    process.check_returncode()
    answer = json.loads(process.stdout)
    if "text" not in answer:
        raise BrokenTemplate(path, answer["line"], answer["reason"], tuple(answer["nearest"]))
    return Rendered(answer["text"], answer["cursor_line"])

import os

pytest_plugins = ["pytester"]

# Tests may run in workers of pytest-xdist; the sessions that they start are not workers.
for name in ("PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT"):
    os.environ.pop(name, None)

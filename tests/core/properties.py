"""Settings of property tests."""

from hypothesis import HealthCheck, settings

# How fast an example runs says nothing where other processes share the machine.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

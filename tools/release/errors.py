"""What stops the release tool."""


class ReleaseError(Exception):
    """A question that cannot be answered, in one line."""

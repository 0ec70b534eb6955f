"""What the repository runs on itself: nothing in here is in a distribution."""

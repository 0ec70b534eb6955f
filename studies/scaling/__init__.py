"""Functions whose growth is known, what they were measured to cost, and how bounds judge that."""

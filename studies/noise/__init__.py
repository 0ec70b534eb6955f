"""How often the rules of the gate err, on series that were really measured."""

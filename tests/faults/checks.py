"""The register of checks."""

ALL = {}


def check(name):
    """Registers a check: a function of the sites that says what it tried, or raises a `Fault`."""

    def register(function):
        ALL[name] = function
        return function

    return register

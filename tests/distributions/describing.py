"""What a name is and what it takes; its source also runs in environments with nothing of ours."""

import importlib
import inspect


def parameters_of(function):
    """The parameters of a function: name, kind, default.

    A default is a text that compares equal where the values do: what it prints as, or for a
    function what it makes of a requirement. `None` stands for no default.
    """

    def default_of(parameter):
        if parameter.default is parameter.empty:
            return None
        if inspect.isfunction(parameter.default):
            return "calls: " + repr(parameter.default("pkg==1.2"))
        return repr(parameter.default)

    return [
        [parameter.name, parameter.kind.name, default_of(parameter)]
        for parameter in inspect.signature(function).parameters.values()
    ]


def describe(module, owner, name):
    """The kind and the parameters of a name.

    Args:
        module: Where it is imported from.
        owner: The class that it belongs to, or `None`.
        name: Of the class, or of the module.

    Returns:
        `[kind, parameters]`, with the kinds of `documented_text`; the parameters of what takes
        none, and of a class, are `[]`.
    """
    found = importlib.import_module(module)
    if owner is None:
        value = getattr(found, name)
    else:
        value = inspect.getattr_static(getattr(found, owner), name)
    if inspect.isclass(value):
        return ["class", []]
    if isinstance(value, property):
        return ["property", []]
    if isinstance(value, classmethod):
        return ["classmethod", parameters_of(value.__func__)]
    if not callable(value):
        return [type(value).__name__, []]
    return ["callable", parameters_of(value)]

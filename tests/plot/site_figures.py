"""What is in the figures of sites."""


def drawn(figure):
    """What each box is called, what the one around it is, and its bytes."""
    trace = figure.data[0]
    names = [text.partition("<br>")[0].partition("  ")[0] for text in trace.text]
    parents = [names[int(parent)] if parent else None for parent in trace.parents]
    return list(zip(names, parents, trace["values"], strict=True))


def leaves(figure):
    """Of each box whether none is in it."""
    trace = figure.data[0]
    return [id_ not in trace.parents for id_ in trace.ids]


def hovers(figure):
    """What hovers over each box, by name."""
    return dict(zip([name for name, _, _ in drawn(figure)], figure.data[0].hovertext, strict=True))


def color(figure, name):
    """The colour of a box, or its change where that gives the colour."""
    names = [each for each, _, _ in drawn(figure)]
    return figure.data[0].marker.colors[names.index(name)]


def notes(figure):
    """What stands under the title."""
    return figure.layout.title.text.split("<br>")[1:]

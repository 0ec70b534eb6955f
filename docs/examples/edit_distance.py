"""The edit distance of two texts, in a heavy and in a slim version.

Both are the algorithm of Wagner and Fischer ("The String-to-String Correction Problem",
Journal of the ACM 21(1), 1974) and give the same numbers. The heavy one keeps the whole
matrix, the slim one only the row that the next row needs.
"""


def heavy(source: str, target: str) -> int:
    """Count the edits between two texts; memory grows with the product of their lengths."""
    matrix = [[0] * (len(target) + 1) for _ in range(len(source) + 1)]
    for row in range(len(source) + 1):
        matrix[row][0] = row
    for column in range(len(target) + 1):
        matrix[0][column] = column
    for row, a in enumerate(source, start=1):
        for column, b in enumerate(target, start=1):
            matrix[row][column] = min(
                matrix[row - 1][column] + 1,
                matrix[row][column - 1] + 1,
                matrix[row - 1][column - 1] + (a != b),
            )
    return matrix[-1][-1]


def slim(source: str, target: str) -> int:
    """Count the edits between two texts; memory grows with the length of one."""
    above = list(range(len(target) + 1))
    for row, a in enumerate(source, start=1):
        current = [row]
        for column, b in enumerate(target, start=1):
            current.append(min(above[column] + 1, current[-1] + 1, above[column - 1] + (a != b)))
        above = current
    return above[-1]


VERSIONS = {"heavy": heavy, "slim": slim}

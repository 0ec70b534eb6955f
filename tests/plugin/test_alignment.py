"""Whatever the ids are made of, the table stays aligned."""

from hypothesis import HealthCheck, given, settings, strategies as st

IDS = st.lists(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60),
    min_size=1,
    max_size=5,
    unique=True,
)


def suite(ids):
    params = ", ".join(f"pytest.param({size}, id={each!r})" for size, each in enumerate(ids, 1))
    return f"""
        import pytest

        @pytest.mark.parametrize("n", [{params}])
        def test_it(benchmark_memory, n):
            benchmark_memory.pedantic(bytearray, args=(10 ** (n + 2),))
    """


# A fresh folder for every example is not needed: each overwrites the suite of the one before.
def odd(test):
    return settings(
        max_examples=8,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )(given(ids=IDS)(test))


@odd
def test_odd_ids_keep_the_columns_of_a_combined_table_aligned(run, ids):
    session = run(suite(ids), "--benchmark-memory-repeats=1", save=False)
    session.assert_outcomes(passed=len(ids))
    table = session.table()
    assert len(table.rows) == len(ids)
    (column,) = {line.index(" │ ") for line in [table.header]}
    assert all(row[column : column + 3] == " │ " for row in table.rows)
    assert len({len(line) for line in table.lines}) == 1


@odd
def test_odd_ids_keep_the_columns_of_a_split_table_aligned(run, ids):
    flags = "--benchmark-memory-repeats=1", "--benchmark-memory-table=split"
    session = run(suite(ids), *flags, save=False)
    session.assert_outcomes(passed=len(ids))
    times, memory = session.tables()
    assert len(times.rows) == len(memory.rows) == len(ids)
    assert len({len(line) for line in memory.lines}) == 1

"""The documented signatures of what exists today hold, argument by argument."""

import inspect

import pytest

import pytest_benchmem


def test_measure_memory_has_its_documented_signature():
    parameters = inspect.signature(pytest_benchmem.measure_memory).parameters
    keyword_only = {
        "warmup": 1,
        "isolate": False,
        "calls": 1,
        "max_time": None,
        "min_passes": 2,
        "max_passes": 10,
        "patience": 2,
        "keep_bin": None,
        "native": False,
        "setup": None,
        "allocators": "python",
        "timeout": None,
    }
    # What later releases added, keyword-only too.
    keyword_only |= {"retained": False, "sites": None}
    assert list(parameters) == ["action", "repeats", *keyword_only]
    assert parameters["repeats"].default is None
    assert {
        name: parameter.default
        for name, parameter in parameters.items()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    } == keyword_only


def test_measure_peak_has_its_documented_signature():
    parameters = inspect.signature(pytest_benchmem.measure_peak).parameters
    assert list(parameters) == ["action", "repeats"]
    assert parameters["repeats"].default is None


def test_measurement_has_its_documented_fields():
    measurement = pytest_benchmem.Measurement(1, 2, 3)
    assert (measurement.peak_bytes, measurement.allocations, measurement.total_bytes) == (1, 2, 3)
    assert measurement.rss_bytes is None


def test_result_has_its_documented_attributes():
    samples = (pytest_benchmem.Measurement(9, 2, 3), pytest_benchmem.Measurement(8, 1, 4))
    result = pytest_benchmem.MemoryResult(samples)
    assert result.samples == samples
    assert result.repeats == 2
    assert result.representative == samples[1]
    assert (result.peak_bytes, result.peak_bytes_max) == (8, 9)
    assert (result.allocations, result.total_bytes, result.rss_bytes) == (1, 4, None)
    assert result.allocators == "python"
    assert result.series("peak_bytes") == [9, 8]
    assert type(result).from_blob(result.as_dict()).samples == samples


def signature(function):
    """The parameters of a function: name, whether keyword-only, default."""
    empty = inspect.Parameter.empty
    return [
        (
            parameter.name,
            parameter.kind is inspect.Parameter.KEYWORD_ONLY,
            None if parameter.default is empty else parameter.default,
        )
        for parameter in inspect.signature(function).parameters.values()
    ]


def test_the_readers_have_their_documented_signatures():
    assert signature(pytest_benchmem.from_pytest_benchmark) == [
        ("path", False, None),
        ("metric", True, "min"),
    ]
    assert signature(pytest_benchmem.memory_from_pytest_benchmark) == [
        ("path", False, None),
        ("field", True, "peak_bytes"),
        ("reduce", True, None),
    ]
    assert signature(pytest_benchmem.load_samples) == [
        ("path", False, None),
        ("metric", True, "time"),
        ("stat", True, None),
    ]
    assert signature(pytest_benchmem.load_long_df) == [
        ("runs", False, None),
        ("metric", True, "time"),
        ("stat", True, None),
        ("labels", True, None),
        # What later releases added, keyword-only too.
        ("pivot", True, None),
        ("executor", True, None),
    ]
    assert signature(pytest_benchmem.discover_runs) == [("root", False, ".benchmarks")]


def test_a_sample_is_a_tuple_of_id_value_and_dims():
    sample = pytest_benchmem.Sample("m.py::f", 1.5, {"n": 3})
    id_, value, dims = sample
    assert (id_, value, dims) == ("m.py::f", 1.5, {"n": 3})
    assert sample._fields == ("id", "value", "dims")


def test_the_magics_load_from_the_package_that_people_install():
    import benchmem_core
    from benchmem_core.notebook import magics

    loaded: list[object] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(magics, "load_ipython_extension", loaded.append)
        patch.delattr("benchmem_core.notebook.load_ipython_extension", raising=False)
        for package in (benchmem_core, pytest_benchmem):
            package.load_ipython_extension(package)
            patch.delattr("benchmem_core.notebook.load_ipython_extension", raising=False)
    assert loaded == [benchmem_core, pytest_benchmem]
    # Nobody but `%load_ext` looks for it.
    assert "load_ipython_extension" not in pytest_benchmem.__all__


def test_the_views_have_their_documented_signatures():
    from pytest_benchmem import plotting

    # Name, whether keyword-only, default; what later releases added comes after these.
    documented = {
        "plot_scaling": [
            ("metric", True, "time"),
            ("x", True, None),
            ("color", True, None),
            ("facet", True, None),
            ("log", True, "auto"),
            ("labels", True, None),
        ],
        "plot_scatter": [
            ("metric", True, "time"),
            ("facet", True, None),
            ("clip", True, None),
            ("labels", True, None),
        ],
        "plot_compare": [
            ("metric", True, "time"),
            ("sort", True, "absolute"),
            ("facet", True, None),
            ("clip", True, None),
            ("labels", True, None),
        ],
        "plot_sweep": [
            ("metric", True, "time"),
            ("clip", True, None),
            ("labels", True, None),
        ],
    }
    for name, parameters in documented.items():
        (first, *rest) = signature(getattr(plotting, name))
        assert first == ("snapshots", False, None)
        assert rest[: len(parameters)] == parameters, name
        assert all(is_keyword_only for _, is_keyword_only, _ in rest), name


def test_the_views_take_what_extends_their_signatures():
    from pytest_benchmem import plotting

    everywhere = {"where", "pivot"}
    extended = {
        "plot_scaling": {"log_x", "log_y", "log_log", "y_zero", "band", "free_axes", *everywhere},
        "plot_scatter": everywhere,
        "plot_compare": everywhere,
        "plot_sweep": everywhere,
    }
    for name, names in extended.items():
        assert names <= {each for each, _, _ in signature(getattr(plotting, name))}, name


def test_a_view_returns_its_figure_and_the_number_of_ids(tmp_path):
    from pytest_benchmem.plotting import plot_scaling
    from tests.io.run_files import entry, write_run

    entries = [entry(f"m.py::f[{n}]", params={"n": n}) for n in (10, 100, 1000)]
    figure, count = plot_scaling([str(write_run(tmp_path / "run.json", entries))])
    assert count == 3
    assert len(figure.data[0].x) == 3


def test_sweeps_have_their_documented_signatures():
    from pytest_benchmem import sweep

    provision = inspect.signature(sweep.provision).parameters
    assert list(provision) == [
        *("versions", "install_spec", "pins", "copy_dir", "import_check", "as_of", "tmp_prefix"),
    ]
    assert provision["install_spec"].default("pkg==1.2") == "pkg==1.2"
    assert provision["pins"].default == ()
    assert provision["copy_dir"].default is None
    assert provision["import_check"].default is None
    assert provision["as_of"].default is None
    assert provision["tmp_prefix"].default == "pytest-benchmem-"
    assert all(
        parameter.kind is inspect.Parameter.KEYWORD_ONLY
        for name, parameter in provision.items()
        if name != "versions"
    )
    assert list(inspect.signature(sweep.sweep).parameters) == [
        *("versions", "run", "provision_kwargs"),
    ]
    venv = sweep.Venv("1.0", "python", {}, None)
    assert venv.failed_at is None
    assert list(vars(venv)) == ["version", "python", "env", "cwd", "failed_at"]

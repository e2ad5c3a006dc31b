import numpy as np
import pytest

from benchmarks.chart import Dot, chart
from benchmarks.measure import median
from benchmarks.pmedian import PMedian, read, scenario
from benchmarks.regions import SIZES, as_loaded, region, write
from placement.instance.build import build
from placement.plan.evaluate import describe_today, evaluate
from placement.scenario.load import load
from placement.solve.result import Options, Status
from placement.solve.run import solve

SMALL = SIZES["S"].with_(areas=30, houses=3, functions=4)


def test_the_same_seed_gives_the_same_region_and_another_seed_another():
    assert region(SMALL, 1) == region(SMALL, 1)
    assert region(SMALL, 1) != region(SMALL, 2)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_today_keeps_every_rule(seed):
    instance = build(region(SIZES["S"], seed))
    today, plan = describe_today(instance)

    assert plan is not None
    assert evaluate(instance, today, plan).violations == ()


def test_a_larger_region_holds_the_smaller_one():
    small, large = region(SMALL, 1), region(SMALL.with_(houses=5), 1)

    assert large.areas == small.areas
    assert all(large.sites[name] == site for name, site in small.sites.items())
    assert large.functions.keys() == small.functions.keys()


def test_a_region_has_the_numbers_of_its_size():
    made = region(SIZES["S"], 1)

    hospitals = [site for site in made.sites.values() if site.kind == "hospital"]
    assert len(made.areas.rows) == 146
    assert (len(hospitals), len(made.sites) - len(hospitals)) == (6, 10)
    assert (len(made.functions), len(made.equipment)) == (20, 10)
    assert 1_200_000 < sum(area.people for area in made.areas.rows.values()) < 1_400_000


def test_free_lets_what_the_houses_have_close():
    assert region(SMALL, 1).policy.existing_in_houses == "keep"
    assert region(SMALL, 1, free=True).policy.existing_in_houses == "free"


def test_a_written_region_passes_every_check_of_the_reader(tmp_path):
    write(region(SIZES["S"], 1), tmp_path / "scenario.yaml")

    assert load(tmp_path).scenario == region(SIZES["S"], 1)


def test_the_aims_conflict():
    solved = solve(as_loaded(region(SMALL, 1)), Options(gap=0.05))

    assert solved.status is Status.OPTIMAL
    assert solved.indifferent == ()


def test_a_p_median_is_read_with_the_last_of_doubled_edges_and_solved_to_its_optimum(tmp_path):
    file = tmp_path / "line.txt"
    file.write_text(" 4 4 2 \n 1 2 9 \n 2 3 10 \n 3 4 1 \n 1 2 2 \n")

    problem = read(file)

    assert problem.cost[0].tolist() == [0, 2, 12, 13]
    solved = solve(as_loaded(scenario(problem)), Options(method="lexicographic"))
    assert solved.evaluation.objectives.citizen_minutes == pytest.approx(2 * 3, abs=1e-3)


def test_a_p_median_is_the_number_of_its_medians():
    problem = PMedian(cost=np.array([[0.0, 3.0], [3.0, 0.0]]), medians=1)

    assert scenario(problem).functions["f"].number_of_sites.exactly == 1


def test_a_run_that_did_not_arrive_counts_as_the_cap():
    assert median([1.0, None, 3.0], 10.0) == (3.0, False)
    assert median([1.0, None, None], 10.0) == (10.0, True)
    assert median([2.0, 4.0], 10.0) == (3.0, False)


def test_the_chart_marks_what_was_capped():
    drawn = chart({"areas": {"built": [Dot(10, 1.0), Dot(20, 2.0, capped=True)]}})

    assert drawn.startswith("<svg")
    assert drawn.count('fill="#fff" stroke') == 1
    assert chart({}) == ""

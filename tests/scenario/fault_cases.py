"""Spoilt scenarios by name; `golden/faults.txt` says what is printed about each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.helpers.small import AREAS, BASELINE, SMALL, changed


@dataclass(frozen=True)
class Case:
    """What is spoilt."""

    files: dict[str, str | bytes] = field(default_factory=dict)
    variants: Sequence[str] = ()
    overrides: Sequence[str] = ()


def yaml(*pairs: tuple[str, str], **files: str | bytes) -> Case:
    """The small scenario with parts of its YAML replaced."""
    more = {f"{name}.csv": content for name, content in files.items()}
    return Case({"scenario.yaml": changed(SMALL, *pairs), **more})


def listed(text: str) -> str:
    """The same functions as a list, each with its id inside."""
    head, rest = text.split("functions:\n")
    inside, end = rest.split("prices:\n")
    entries = re.sub(r"^  (\w+):\n    title", r"  - id: \1\n    title", inside, flags=re.MULTILINE)
    return f"{head}functions:\n{entries}prices:\n{end}"


def soft(rule: str) -> Case:
    """The small scenario with a soft rule."""
    return yaml(("  max_changes: 4", f"  max_changes: 4\n  soft_rules: {{x: {{{rule}}}}}"))


def areas(*pairs: tuple[str, str]) -> Case:
    """The small scenario with parts of its table of areas replaced."""
    return Case({"areas.csv": changed(AREAS, *pairs)})


def baseline(*pairs: tuple[str, str]) -> Case:
    """The small scenario with parts of its baseline table replaced."""
    return Case({"baseline.csv": changed(BASELINE, *pairs)})


def lunge(line: str) -> Case:
    """The small scenario with a further line under functions.lunge."""
    return yaml(("    minutes_per_visit: 30\n", f"    minutes_per_visit: 30\n    {line}\n"))


def end(text: str) -> Case:
    """The small scenario with further lines at its end."""
    return Case({"scenario.yaml": SMALL + text})


def whole(text: str | bytes) -> Case:
    """Another scenario.yaml altogether."""
    return Case({"scenario.yaml": text})


OWN_AREA = "{{a: {{name: A, people: 1, lat: 56, lon: 9, share_65plus: 0.1, segment_shares: {}}}}}"
TABLE = ("travel:\n", "travel:\n  method: table\n  file: times.csv\n")
TIMES = "origin,destination,minutes\n" + "".join(
    f"{area},{site},{minutes}\n"
    for area, minutes in (("7620", 40), ("0766", 50), ("8305", 90))
    for site in ("rh_vest", "rh_oest", "sh_nord")
)

SYNTAX = {
    "yaml_empty": whole(""),
    "yaml_only_comments": whole("# intet\n"),
    "yaml_list_at_top": whole("- schema_version: 2\n"),
    "yaml_text_at_top": whole("scenarie\n"),
    "yaml_not_utf8": whole(SMALL.encode("latin-1")),
    "yaml_two_byte_order_marks": whole(b"\xef\xbb\xbf" * 2 + SMALL.encode()),
    "yaml_tab": yaml(("  trap_lex:", "\ttrap_lex:")),
    "yaml_tab_inside": yaml(("    title: Røntgen\n", "    title: Røntgen\n\tnote: x\n")),
    "yaml_unclosed_brace": yaml(("max_share: 0.2}", "max_share: 0.2")),
    "yaml_unclosed_bracket": yaml(("[oe, mainland]", "[oe, mainland")),
    "yaml_unclosed_quote": yaml(("title: Røntgen\n", "title: 'Røntgen\n")),
    "yaml_colon_in_text": yaml(("title: Et lille scenarie", "title: Et lille: scenarie")),
    "yaml_no_colon": yaml(("  max_changes: 4", "  max_changes 4")),
    "yaml_bad_indentation": yaml(("    lat: 56.54", "   lat: 56.54")),
    "yaml_at_sign": yaml(("title: Et lille scenarie", "title: @lille")),
    "yaml_control_character": yaml(("title: Et lille", "title: Et\x07 lille")),
    "yaml_doubled_key": yaml(("    minutes_per_visit: 10\n", "    minutes_per_visit: 10\n    minutes_per_visit: 12\n")),
    "yaml_doubled_site": yaml(("  rh_oest: {title: Hospital Øst", "  rh_vest: {title: Hospital Øst")),
    "yaml_anchor_and_alias": yaml(("title: Røntgen\n", "title: &navn Røntgen\n"), ("title: Lunge", "title: *navn #")),
    "yaml_alias_bomb": whole(
        "a: &a [x, x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}, *{a}]\n" for a, b in zip("abcd", "bcde", strict=True))
    ),
    "yaml_tag": yaml(("title: Et lille scenarie", "title: !!python/name:os.system x")),
    "yaml_merge_key": yaml(("    title: Røntgen\n", "    title: Røntgen\n    <<: {room: x}\n")),
    "yaml_merge_key_for_a_site": yaml(("  sh_nord:\n", "  sh_nord:\n    <<: {note: x}\n")),
    "yaml_directive": whole("%YAML 3.0\n--- 1\n"),
    "yaml_two_documents": end("---\nname: to\n"),
    "yaml_deep_nesting": whole("a: " + "[" * 200_000),
    "yaml_deep_mapping": whole("{a: " * 200_000),
    "yaml_deep_list": whole("- " * 2_000),
    "yaml_mapping_as_key": yaml(("title: Et lille scenarie", "title: {{ titel }}")),
    "yaml_comma_makes_silent_key": yaml(("{title: Ældre,", "{title: Ældre, skrøbelige,")),
    "yaml_decimal_comma_inside_braces": yaml(("lat: 56.16, lon: 8.90", "lat: 56,16, lon: 8.90")),
    "yaml_thousands_comma_inside_braces": yaml(("extra_days_per_week: {rh_vest: 5}", "people: {rh_vest: 1,200}")),
    "yaml_number_in_quotes": yaml(("minutes_per_visit: 30", "minutes_per_visit: '30'"), ("low: 290", "low: '290.5'")),
    "yaml_true_in_quotes": yaml(("  max_changes: 4", "  no_new_houses: 'true'")),
    "yaml_number_of_machines": yaml(("minutes_per_visit: 30", "minutes_per_visit: 0x1E")),
    "yaml_empty_key": yaml(("  max_changes: 4", "  : 4")),
}

SIZES = {
    "size_price": lunge("variable_per_visit: 1e18"),
    "size_price_of_next_to_nothing": lunge("variable_per_visit: 1e-300"),
    "size_rate": yaml(("{value: 323, low: 290, high: 355,", "{value: 1e15,")),
    "size_end_of_range": yaml(("high: 355,", "high: 1e308,")),
    "size_minutes": yaml(("minutes_per_visit: 30", "minutes_per_visit: 1e9")),
    "size_people": areas(("8.31,12604,", "8.31,1000000000000,")),
    "size_year_of_a_source": yaml(("year: 2020}", "year: 20330000000}")),
    "size_price_year": yaml(("price_year: 2024", "price_year: -2024")),
    "size_digits": yaml(("max_changes: 4", "max_changes: 1" + "0" * 400)),
    "size_whole_number": yaml(("max_changes: 4", "max_changes: 10000000000000000000000")),
    "size_equipment_today": yaml(("{roentgenrum: 1}", "{roentgenrum: 1e20}")),
    "size_rooms": yaml(("{consultation: 3,", "{consultation: 1e300,")),
    "size_weight": end("objectives: {weights: {citizen: 1e300}}\n"),
    "size_weight_of_next_to_nothing": end("objectives: {weights: {citizen: 1e-300}}\n"),
    "size_bound_of_an_aim": end("objectives: {epsilon: {economy: -1e300}}\n"),
    "size_speed": yaml(("travel:\n", "travel:\n  speed_bands: [{kmh: 1e-300}]\n")),
    "size_lifetime": yaml(("title: Røntgenrum,", "title: Røntgenrum, lifetime_years: 1e-300,")),
    "size_years_of_a_phase": end("phases: {nu: {title: Nu, from_year: 2027, years: 1e9}}\n"),
    "method_monetised": end("objectives: {method: monetised}\n"),
    "values_of_monetised": end("objectives:\n  method: price\n  monetised: {dkk_per_minute: 2}\n"),
    "values_of_monetised_under_set": Case(overrides=["objectives.monetised.dkk_per_minute=2"]),
    "weights_of_a_profile_under_price": end("profiles:\n  a:\n    title: A\n    weights: {citizen: 2}\n"),
    "profile_with_both": end("profiles: {a: {title: A, weights: {citizen: 2}, prices: {minute: 2}}}\n"),
    "price_of_a_minute_that_is_no_number": end("objectives: {prices: {minute: dyrt}}\n"),
    "epsilon_bounds_what_it_minimises": end("objectives: {method: epsilon, epsilon: {citizen_minutes: 0}}\n"),
}

SHAPES = {
    "shape_title_is_no_text": yaml(("title: Lungeambulatorium", "title: [x]"), ("title: Røntgen\n", "title: true\n")),
    "shape_word_is_no_text": end("terms: {grouping: {da: true}}\n"),
    "shape_pair_of_one": end("synergies: {x: {functions: [lunge], saved_trips_share: 0.1}}\n"),
    "shape_pair_of_three": end("synergies: {x: {functions: [lunge, roentgen, lunge], saved_trips_share: 0.1}}\n"),
    "shape_text_too_long": yaml(("title: Røntgenrum,", f"title: {'x' * 2001},")),
    "shape_id_too_long": yaml(
        ("  trap_lex: {title", f"  {'x' * 81}: {{title"), ("parent_hospital: rh_vest", f"parent_hospital: {'y' * 81}")
    ),
    "shape_list_for_functions": whole(listed(SMALL)),
    "shape_list_under_a_variant": yaml(
        ("sites:\n", "exceptions: [x]\nsites:\n"), ("functions.lunge.home.max_share: 0.3", "exceptions.x.site: rh_vest")
    ),
    "shape_list_under_set": Case(
        {"scenario.yaml": changed(SMALL, ("sites:\n", "exceptions: [x]\nsites:\n"))}, overrides=["exceptions.x.site=x"]
    ),
    "shape_number_for_prices": yaml(("prices:\n  index: {2018: 86, 2024: 100}\n", "prices: 0.15\n")),
    "shape_list_for_prices": yaml(("prices:\n  index: {2018: 86, 2024: 100}\n", "prices: []\n")),
    "shape_nothing_for_prices": yaml(("prices:\n  index: {2018: 86, 2024: 100}\n", "prices:\n")),
    "shape_number_for_shares": yaml(("{file: areas.csv}", OWN_AREA.format("0.9"))),
    "shape_text_for_shares": yaml(("{file: areas.csv}", OWN_AREA.format("' '"))),
    "shape_position_that_is_no_number": Case(overrides=["objectives.order.²=citizen"]),
    "shape_position_far_out": Case(overrides=["objectives.order." + "9" * 12 + "=citizen"]),
}

SCHEMA = {
    "opening_hours_at_no_site": lunge("opening_hours_at: {sh_lemwig: {hverdage: 8-15}}"),
    "unknown_key": lunge("min_vists_per_year: 400"),
    "unknown_key_at_top": end("objektives: {}\n"),
    "unknown_key_in_small_record": yaml(("{today_share: 0.02,", "{todays_share: 0.02,")),
    "missing_key": yaml(("    title: Røntgen\n", "")),
    "missing_name_and_version": yaml(("schema_version: 2\nname: lille\n", "")),
    "version_3": yaml(("schema_version: 2", "schema_version: 3")),
    "wrong_type_mapping_for_number": yaml(("minutes_per_visit: 30", "minutes_per_visit: [30]")),
    "wrong_type_text_for_mapping": yaml(("    home: {today_share: 0.02, max_share: 0.2}", "    home: ja")),
    "wrong_type_text_for_list": lunge("approved_sites: rh_vest"),
    "wrong_type_number_for_section": yaml(("policy:\n  max_changes: 4", "policy: 4")),
    "title_left_empty": yaml(("title: Røntgen\n", "title:\n")),
    "unit_in_number": yaml(("minutes_per_visit: 30", "minutes_per_visit: 60 min")),
    "percent_sign": yaml(("max_share: 0.2}", "max_share: 20 %}")),
    "clock_time": yaml(("minutes_per_visit: 30", "minutes_per_visit: 1:30")),
    "negative": yaml(("minutes_per_visit: 30", "minutes_per_visit: -30")),
    "negative_count": yaml(("max_changes: 4", "max_changes: -4")),
    "not_whole": yaml(("max_changes: 4", "max_changes: 4.5")),
    "thousands_separator": yaml(("min_visits_per_year: 2500", "min_visits_per_year: 2.500")),
    "thousands_separator_in_whole_number": yaml(("max_changes: 4", "max_changes: 4.000")),
    "decimal_comma": yaml(("max_house_share: 0.5", "max_house_share: 0,5")),
    "leading_zero": yaml(("min_visits_per_year: 2500", "min_visits_per_year: 0766")),
    "leading_zero_in_whole_number": yaml(("max_changes: 4", "max_changes: 04")),
    "underscore": yaml(("min_visits_per_year: 2500", "min_visits_per_year: 2_500")),
    "nan": yaml(("minutes_per_visit: 30", "minutes_per_visit: .nan")),
    "infinity": yaml(("minutes_per_visit: 30", "minutes_per_visit: .inf")),
    "too_large_to_be_finite": yaml(("minutes_per_visit: 30", "minutes_per_visit: 1e999")),
    "boolean_as_number": yaml(("minutes_per_visit: 30", "minutes_per_visit: true")),
    "no_is_not_false": yaml(("  max_changes: 4", "  max_changes: 4\n  no_new_houses: no")),
    "share_above_one": yaml(("max_house_share: 0.5", "max_house_share: 50")),
    "low_above_value": yaml(("low: 290", "low: 330")),
    "sourced_without_source": yaml(("source: trap_lex, quality: derived", "quality: sourced")),
    "id_with_space": yaml(("  sh_nord:\n", "  sh nord:\n")),
    "id_with_dot": yaml(("  lunge_nord:\n", "  lunge.nord:\n"), ("include: [lunge_nord]", "include: []")),
    "unknown_kind": yaml(("kind: health_house", "kind: healthhouse")),
    "unknown_choice": lunge("choice: nearst"),
    "unknown_payer": yaml(("max_share: 0.2}", "max_share: 0.2, paid_by: {kommune: 1}}")),
    "payers_do_not_add_up": yaml(("max_share: 0.2}", "max_share: 0.2, paid_by: {region: 0.5}}")),
    "payer_of_unknown_item": yaml(("prices:\n", "prices:\n  paid_by: {staff_house: {region: 1}}\n")),
    "unknown_payer_of_item": yaml(("prices:\n", "prices:\n  paid_by: {rooms: {kommune: 1}}\n")),
    "item_payers_do_not_add_up": yaml(("prices:\n", "prices:\n  paid_by: {rooms: {region: 0.5, others: 0.7}}\n")),
    "within_minutes_negative": lunge("choice: {within_minutes: -3}"),
    "within_minutes_misspelt": lunge("choice: {within_minute: 3}"),
    "approved_at_four_sites": yaml(
        ("functions:\n", "terms: {levels: {all: {}, three: {sites: approved, most_approved_sites: 3}}}\nfunctions:\n"),
        (
            "    minutes_per_visit: 30\n",
            "    minutes_per_visit: 30\n    level: three\n    approved_sites: [a, b, c, d]\n",
        ),
    ),
    "unwaivable_rule": end("exceptions:\n  x: {site: sh_nord, rules: [scope], reason: y}\n"),
    "unknown_rule": end("exceptions:\n  x: {site: sh_nord, rules: [min_visit_per_year], reason: y}\n"),
    "decision_without_reason": yaml(
        ("  max_changes: 4", "  max_changes: 4\n  placements: {lunge: {sh_nord: {decision: must}}}")
    ),
    "must_and_must_not": yaml(
        (
            "  max_changes: 4\n",
            """\
  max_changes: 4
  placements:
    lunge:
      sh_nord: {decision: must, reason: a}
      sh_nord: {decision: must_not, reason: b}
""",
        )
    ),
    "hybrid_misspelt": lunge("hybrid: {share: 0.2, roles: [radiograf]}"),
    "soft_rule_of_quality": soft("rule: min_visits_per_year, price_per_unit: 10, reason: R"),
    "soft_rule_misspelt": soft("rule: max_chang, price_per_unit: 10, reason: R"),
    "soft_rule_without_price_and_reason": soft("rule: max_changes"),
    "soft_rule_with_negative_price": soft("rule: max_changes, price_per_unit: -5, reason: R"),
    "soft_rule_about_something_else": soft("rule: max_changes, site: sh_skive, price_per_unit: 5, reason: R"),
    "soft_rule_of_unknown_site": soft("rule: free_room_days_per_week, site: sh_skivee, price_per_unit: 5, reason: R"),
    "soft_rule_beside_recruiting": yaml(
        (
            "  max_changes: 4",
            "  max_changes: 4\n  soft_rules: {x: {rule: extra_days_per_week, price_per_unit: 5, reason: R}}",
        ),
        ("{rh_vest: 5}", "{rh_vest: 5}\n    recruit_days_per_week: {rh_vest: 1}"),
    ),
    "soft_rule_of_unknown_item": soft("rule: extra_days_per_week, item: laegee, price_per_unit: 5, reason: R"),
    "year_as_key": yaml(("{2018: 86,", "{det18: 86,")),
    "fault_in_defaults_said_once": yaml(("{choice: catchment}", "{choice: catchment, rooom: x}")),
    "several_faults_at_once": yaml(
        ("kind: health_house", "kind: hus"),
        ("parent_hospital: rh_vest", "parent_hospital: rh_vst"),
        ("max_changes: 4", "max_changes: -1"),
    ),
}

TABLES = {
    "missing_file": yaml(("{file: areas.csv}", "{file: area.csv}")),
    "path_outside_folder": yaml(("{file: areas.csv}", "{file: ../areas.csv}")),
    "absolute_path": yaml(("{file: areas.csv}", "{file: /etc/passwd}")),
    "file_and_rows": yaml(("{file: areas.csv}", "{file: areas.csv, rows: {7620: {name: Lemvig, people: 1}}}")),
    "file_is_a_number": yaml(("{file: areas.csv}", "{file: 7}")),
    "no_areas": yaml(("areas: {file: areas.csv}", "areas: {}")),
    "areas_named_directly": yaml(("areas: {file: areas.csv}", "areas: areas.csv")),
    "csv_empty": Case({"areas.csv": ""}),
    "csv_heading_only": Case({"areas.csv": AREAS.splitlines()[0] + "\n"}),
    "csv_latin1": Case({"areas.csv": AREAS.encode("latin-1")}),
    "csv_unknown_column": areas(("municipality,", "munipality,")),
    "csv_missing_column": areas(("people", "share_people")),
    "csv_doubled_column": areas((",lat,lon,", ",lat,lat,")),
    "csv_unnamed_column": areas((",lat,lon,", ",,lon,")),
    "csv_doubled_id": areas(("0766,", "7620,")),
    "csv_empty_id": areas(("0766,", ",")),
    "csv_bad_number": areas(("12604", "12604 personer")),
    "csv_thousands": areas(("12604", "12.604")),
    "csv_decimal_comma": areas(("56.54", '"56,54"')),
    "csv_decimal_comma_unquoted": areas(("56.54", "56,54")),
    "csv_too_few_cells": areas((",0.22", "")),
    "csv_open_quote": areas(("Hedensted,Hed", '"Hedensted,Hed')),
    "csv_empty_people": areas(("12604", "")),
    "csv_share_above_one": areas((",0.26", ",26")),
    "csv_unknown_status": baseline(("unknown", "unknwon")),
    "csv_doubled_pair": baseline(("lunge,rh_oest", "lunge,rh_vest")),
    "csv_unknown_site": baseline(("lunge,sh_nord", "lunge,sh_nrod")),
    "csv_unknown_function": baseline(("roentgen,rh_vest", "rontgen,rh_vest")),
    "csv_unknown_hospital": areas(("rh_oest", "rh_øst")),
    "only_unknown_value": yaml(("{file: areas.csv}", "{file: areas.csv, only: {municipality: [Lemvi, 766]}}")),
    "only_unknown_column": yaml(("{file: areas.csv}", "{file: areas.csv, only: {kommune: [Lemvig]}}")),
    "travel_table_with_hole": yaml(TABLE, times=changed(TIMES, ("0766,rh_oest,50\n", ""))),
    "travel_table_by_wrong_code": yaml(TABLE, times=TIMES.replace("0766", "766")),
    "travel_table_doubled": yaml(TABLE, times=TIMES + "7620,rh_vest,41\n"),
    "travel_table_missing": yaml(("travel:\n", "travel:\n  method: table\n")),
    "travel_table_not_used": yaml(("travel:\n", "travel:\n  file: times.csv\n"), times=TIMES),
    "demand_for_part_of_the_areas": yaml(
        ("    visits_per_1000_per_year_by_segment: {aeldre: 60, andre: 10}\n", ""),
        ("prices:", "demand: {lunge: {7620: 100, 8305: 40}}\nprices:"),
    ),
    "demand_and_rate": yaml(("prices:", "demand: {lunge: {7620: 100, 0766: 3, 8305: 40}}\nprices:")),
}

REFERENCES = {
    "unknown_parent": yaml(("parent_hospital: rh_vest", "parent_hospital: rh_vst")),
    "parent_is_no_hospital": yaml(
        ("kind: hospital, lat: 56.19", "kind: hospital, parent_hospital: sh_nord, lat: 56.19")
    ),
    "unknown_source": yaml(("source: trap_lex", "source: traplex")),
    "unknown_equipment": yaml(("equipment: {roentgenrum: {minutes", "equipment: {rontgenrum: {minutes")),
    "unknown_equipment_today": yaml(("equipment_today: {roentgenrum: 1}", "equipment_today: {rontgenrum: 1}")),
    "unknown_staff_role": yaml(("{radiograf: 1}", "{radiografer: 1}")),
    "unknown_staff_hospital": yaml(("extra_days_per_week: {rh_vest: 5}", "extra_days_per_week: {sh_nord: 5}")),
    "unknown_partner": yaml(("partners: {almen_praksis:", "partners: {almen_praxis:")),
    "unknown_required": lunge("requires_on_site: [rontgen]"),
    "required_itself": lunge("requires_on_site: [lunge]"),
    "required_in_a_circle": yaml(
        ("    minutes_per_visit: 30\n", "    minutes_per_visit: 30\n    requires_on_site: [roentgen]\n"),
        ("    minutes_per_visit: 10\n", "    minutes_per_visit: 10\n    requires_on_site: [lunge]\n"),
    ),
    "unknown_room": yaml(("billeddiagnostik: 2", "billeddiagnostk: 2")),
    "unknown_segment": yaml(("{aeldre: 60,", "{ældre: 60,")),
    "unknown_segment_column": yaml(("people_share: share_65plus", "people_share: share_65")),
    "two_rests": yaml(("people_share: share_65plus", "people_share: rest")),
    "unknown_placement": yaml(
        ("  max_changes: 4", "  placements: {lungge: {sh_nord: {decision: must, reason: x}}}\n  max_changes: 4")
    ),
    "unknown_exception_site": end("exceptions:\n  x: {site: sh_syd, rules: [min_visits_per_year], reason: y}\n"),
    "landmass_nobody_reaches": yaml(("between: [oe, mainland]", "between: [ø, mainland]")),
    "missing_coordinates": yaml(("    lat: 56.54\n", "")),
    "price_year_missing": yaml(("about: {price_year: 2024}\n", "")),
    "price_year_without_index": yaml(("year: 2018}", "year: 2017}")),
    "no_visits": yaml(("    visits_per_1000_per_year_by_segment: {aeldre: 60, andre: 10}\n", "")),
    "home_ceiling_below_today": yaml(("max_share: 0.2}", "max_share: 0.01}")),
    "home_step_outside": yaml(("max_share: 0.2}", "max_share: 0.2, steps: [0.1, 0.5]}")),
    "min_days_above_exact_days": lunge("min_days_per_week: 6\n    days_per_week_exactly: 5"),
    "exact_days_too_far_between": lunge("days_per_week_exactly: 0.5\n    max_days_between_clinics: 7"),
    "max_days_between_clinics_of_none": lunge("max_days_between_clinics: 0"),
    "outflow_above_one": lunge("outflow_share: 12"),
    "travel_limit_of_unknown_level": yaml(
        ("  max_changes: 4", "  max_changes: 4\n  max_travel_by_level: {basis: {minutes: 45}}")
    ),
    "owner_of_unknown_rule": yaml(("  max_changes: 4", "  max_changes: 4\n  rule_owners: {max_change: Regionsrådet}")),
    "room_nobody_uses": end("rooms:\n  billeddiagnostk: {title: Billeder}\n"),
    "let_rooms_of_unknown_kind": yaml(
        ("billeddiagnostik: 2}", "billeddiagnostik: 2}\n    let_room_days_per_week: {billeddiagnostk: 1}")
    ),
    "let_rooms_without_free_rooms": yaml(
        ("free_room_days_per_week: {consultation: 3, billeddiagnostik: 2}", "let_room_days_per_week: {consultation: 1}")
    ),
    "recruits_for_a_house": yaml(("{rh_vest: 5}", "{rh_vest: 5}\n    recruit_days_per_week: {sh_nord: 1}")),
    "recruits_without_a_limit": yaml(("extra_days_per_week: {rh_vest: 5}", "recruit_days_per_week: {rh_vest: 1}")),
    "recruits_in_all_and_nowhere": yaml(("{rh_vest: 5}", "{rh_vest: 5}\n    recruit_days_per_week_in_all: 1")),
    "days_away_of_nobody": yaml(("{rh_vest: 5}", "{rh_vest: 5}\n    max_days_away_per_person_per_week: 1")),
    "people_at_unknown_hospital": yaml(("{rh_vest: 5}", "{rh_vest: 5}\n    people: {rh_vst: 4}")),
    "home_staff_unknown_role": yaml(("max_share: 0.2}", "max_share: 0.2, staff_minutes_per_visit: {laege: 20}}")),
    "home_staff_no_time": yaml(("max_share: 0.2}", "max_share: 0.2, staff_minutes_per_visit: {radiograf: 0}}")),
    "onboarding_without_patients": yaml(("max_share: 0.2}", "max_share: 0.2, onboarding_per_patient: 900}")),
    "hybrid_of_a_role_that_is_not_there": lunge("hybrid: {share_of_visits: 0.2, roles: [radiograf]}"),
    "hybrid_of_a_role_that_lives_there": yaml(
        ("{radiograf: 1}", "{radiograf: 1}\n    hybrid: {share_of_visits: 0.2, roles: [radiograf]}"),
        ("{rh_vest: 5}", "{rh_vest: 5}\n    stationed_at_houses: true"),
    ),
    "hybrid_at_a_hospital": yaml(
        ("{radiograf: 1}", "{radiograf: 1}\n    hybrid: {share_of_visits: 0.2, roles: [radiograf], at: [rh_vest]}")
    ),
    "hybrid_of_nobody": lunge("hybrid: {share_of_visits: 0.2, roles: []}"),
    "overflow_where_allocated": lunge("choice: free\n    overflow: parent_hospital"),
    "unknown_covered": yaml(
        (
            "  max_changes: 4",
            "  coverage: {naer: {functions: [lung], within_minutes: 30, min_share: 0.8}}\n  max_changes: 4",
        )
    ),
    "covered_by_unknown_group": Case(
        {
            "scenario.yaml": changed(
                SMALL,
                (
                    "  max_changes: 4",
                    "  coverage: {naer: {within_minutes: 30, min_share: 0.8, by: municipality}}\n  max_changes: 4",
                ),
            ),
            "areas.csv": changed(AREAS, ("Hedensted,Hedensted,", "Hedensted,,")),
        }
    ),
    "covered_more_than_everybody": yaml(
        ("  max_changes: 4", "  coverage: {naer: {within_minutes: 30, min_share: 80}}\n  max_changes: 4")
    ),
    "unknown_in_a_pair": end(
        "synergies: {a: {functions: [roentgen, lung], saved_trips_share: {value: 0.1, owner: Regionen}}}\n"
    ),
    "pair_of_one": end(
        "synergies: {a: {functions: [lunge, lunge], saved_trips_share: {value: 0.1, owner: Regionen}}}\n"
    ),
    "pair_nobody_stands_by": end("synergies: {a: {functions: [roentgen, lunge], saved_trips_share: 0.1}}\n"),
    "pairs_save_more_than_there_is": end(
        "synergies:\n"
        "  a: {functions: [roentgen, lunge], saved_trips_share: {value: 0.4, owner: Regionen}}\n"
        "  b: {functions: [lunge, roentgen], saved_trips_share: {value: 0.2, owner: Regionen}}\n"
    ),
    "pair_of_a_patient_base": Case(
        {
            "scenario.yaml": changed(
                SMALL, ("    minutes_per_visit: 30\n", "    minutes_per_visit: 30\n    site_by: patient_base\n")
            )
            + "synergies: {a: {functions: [roentgen, lunge], saved_trips_share: {value: 0.1, owner: Regionen}}}\n"
        }
    ),
    "segment_of_those_without_car": yaml(("people_share: share_65plus", "people_share: share_without_car")),
    "segment_by_a_column_of_another_kind": yaml(("people_share: share_65plus", "people_share: name")),
    "two_segments_of_one_column": yaml(("people_share: rest", "people_share: share_65plus")),
    "segments_that_count_somebody_twice": Case(
        {
            "scenario.yaml": changed(SMALL, ("people_share: rest", "people_share: share_women")),
            "areas.csv": changed(
                AREAS,
                ("share_65plus", "share_65plus,share_women"),
                (",0.26", ",0.26,0.9"),
                (",0.22", ",0.22,0.5"),
                (",0.35", ",0.35,0.5"),
            ),
        }
    ),
    "social_data_by_a_column_of_another_kind": yaml(
        ("areas: {file: areas.csv}", "areas: {file: areas.csv, social_share: people}")
    ),
    "social_data_nobody_gave": yaml(
        ("areas: {file: areas.csv}", "areas: {file: areas.csv, social_share: share_without_car}")
    ),
    "no_social_data": yaml(("areas: {file: areas.csv}", "areas: {file: areas.csv, social_share: share_65}")),
    "aversion_too_large": end("objectives: {citizen: {equity: ede, aversion: 50}}\n"),
    "longest_trips_of_nobody": end("objectives: {citizen: {equity: worst_share, worst_share: 0}}\n"),
    "digital_share_as_percent": yaml(("  max_changes: 4", "  max_digital_share: 30\n  max_changes: 4")),
    "column_provenance_unknown": yaml(("{file: areas.csv}", "{file: areas.csv, columns: {peple: {}}}")),
}


def phases(second: str, first: str = "") -> Case:
    """The small scenario in two phases."""
    return end(
        "phases:\n"
        f"  nu: {{title: Nu, from_year: 2026, years: 4{first}}}\n"
        f"  senere: {{title: Senere, from_year: 2030, years: 6{second}}}\n"
    )


PHASES = {
    "phases_as_a_list": end("phases: [2026, 2030]\n"),
    "phase_without_years": end("phases: {nu: {title: Nu, from_year: 2026}}\n"),
    "phases_in_the_wrong_order": end(
        "phases:\n  senere: {title: Senere, from_year: 2030, years: 6}\n  nu: {title: Nu, from_year: 2026, years: 4}\n"
    ),
    "phases_that_overlap": end(
        "phases:\n  nu: {title: Nu, from_year: 2026, years: 5}\n  senere: {title: Senere, from_year: 2030, years: 6}\n"
    ),
    "phase_with_fewer_changes_than_none": phases(", growth_per_year: 0.01", first=", max_changes: -1"),
    "phase_growth_in_percent": phases(", growth_per_year: 2"),
    "phase_growth_in_the_first": phases("", first=", growth_per_year: 0.02"),
    "phase_sets_areas": phases(", set: {areas.7620.people: 3}"),
    "phase_sets_a_whole_site": phases(", set: {sites.sh_nord: null}"),
    "phase_sets_todays_equipment": phases(", set: {sites.sh_nord.equipment_today: {roentgenrum: 2}}"),
    "phase_sets_an_investment_price": phases(", set: {equipment.roentgenrum.price: 3}"),
    "phase_sets_an_unknown_path": phases(", set: {policy.max_change: 3}"),
    "phase_sets_an_unknown_id": phases(", set: {functions.lunga.min_visits_per_year: 3}"),
    "phase_sets_a_bad_value": phases(", set: {policy.max_changes: mange}"),
    "phase_sets_an_unknown_site": phases(", set: {policy.placements.lunge.sh_nrod: {decision: must, reason: x}}"),
    "segments_that_grow_and_overlap": Case(
        {
            "scenario.yaml": changed(
                phases("").files["scenario.yaml"],
                ("people_share: share_65plus}", "people_share: share_65plus, growth_per_year: 0.02}"),
                ("people_share: rest}", "people_share: share_65plus2}"),
            ),
            "areas.csv": changed(
                AREAS,
                ("share_65plus", "share_65plus,share_65plus2"),
                (",0.26", ",0.26,0.9"),
                (",0.22", ",0.22,0.1"),
                (",0.35", ",0.35,0.1"),
            ),
        }
    ),
    "outlines_of_groups_that_nobody_belongs_to": Case(
        {
            "scenario.yaml": SMALL + "boundaries: {rows: {}}\n",
            "areas.csv": changed(
                AREAS, ("Lemvig,Lemvig", "Lemvig,"), ("Hedensted,Hedensted", "Hedensted,"), ("Samsø,Samsø", "Samsø,")
            ),
        }
    ),
    "table_row_begins_with_an_error": areas(("0766,", "#N/A,"), ("Samsø,Samsø", "#NAVN?,#REF!"), ("12604,", "#I/T,")),
    "table_cell_far_too_long": areas(("Lemvig,Lemvig", f"{'x' * 140_000},Lemvig")),
    "table_sign_without_width": areas(("Hedensted,Hedensted", "Hedensted,Heden\u200bsted")),
    "area_growth_in_percent": areas(
        ("people", "people,growth_per_year"), ("12604", "12604,1.5"), ("545", "545,0"), ("3657", "3657,")
    ),
}

VARIANTS = {
    "variant_unknown_include": yaml(("include: [lunge_nord]", "include: [lunge_nor]")),
    "variant_named_as_the_scenario_in_a_comparison": yaml(
        ("  lunge_nord:", "  base:"), ("include: [lunge_nord]", "include: [base]")
    ),
    "variant_include_circle": yaml(
        ("    title: Lunge i Nord?", "    title: Lunge i Nord?\n    include: [flere_hjemme]")
    ),
    "variant_unknown_path": yaml(("functions.lunge.home.max_share", "functions.lunge.home.maxshare")),
    "variant_unknown_id": yaml(("functions.lunge.home.max_share", "functions.lunga.home.max_share")),
    "variant_bad_value": yaml(("max_share: 0.3", "max_share: 1.3")),
    "variant_unknown_site": yaml(("policy.placements.lunge.sh_nord", "policy.placements.lunge.sh_nrod")),
    "variants_contradict": Case(
        {
            "scenario.yaml": SMALL
            + "  nej: {title: Nej, set: {policy.placements.lunge.sh_nord: {decision: must_not, reason: Nej}}}\n"
        },
        variants=("flere_hjemme", "nej"),
    ),
    "set_unknown_path": Case(overrides=("policy.max_change=3",)),
    "set_unknown_row": Case(overrides=("areas.7621.people=3",)),
    "set_bad_value": Case(overrides=("policy.max_changes=mange",)),
    "set_bad_yaml": Case(overrides=("policy.max_changes=[1",)),
    "set_thousands": Case(overrides=("areas.7620.people=12.604",)),
    "set_inside_a_number": Case(overrides=("policy.max_changes.x=1",)),
}

CASES = {**SYNTAX, **SIZES, **SHAPES, **SCHEMA, **TABLES, **REFERENCES, **PHASES, **VARIANTS}

"""What SQL of users may name: functions by allow-list. What is not here is refused, whatever it would do."""

import re

LONGEST = 20_000
"""Most characters of a statement."""

MOST_TOKENS = 5_000
"""Most words and signs of a statement."""


def words(text: str) -> frozenset[str]:
    """Words of a text."""
    return frozenset(text.split())


SCALARS = words(
    """
    abs acos asin atan atan2 ceil ceiling cos cot degrees even exp floor fdiv fmod gcd greatest isfinite isinf isnan
    lcm least ln log log10 log2 mod pi pow power radians round round_even sign sin sqrt cbrt tan trunc add subtract
    multiply divide factorial bit_count xor ascii bar chr concat concat_ws contains damerau_levenshtein ends_with
    format format_bytes hamming hash instr jaccard jaro_similarity jaro_winkler_similarity lcase left len length
    levenshtein lower lpad ltrim md5 nfc_normalize ord position prefix regexp_escape regexp_extract
    regexp_extract_all regexp_full_match regexp_matches regexp_replace regexp_split_to_array repeat replace reverse
    right rpad rtrim sha256 split split_part starts_with str_split str_split_regex string_split string_to_array
    strip_accents strlen strpos substr substring suffix translate trim ucase unicode upper url_decode url_encode age
    century date_add date_diff date_part date_sub date_trunc datediff datepart datesub datetrunc day dayname
    dayofmonth dayofweek dayofyear days_in_month decade epoch epoch_ms era hour isodow isoyear julian last_day
    make_date make_time make_timestamp millennium minute month monthname quarter second strftime strptime
    time_bucket to_days to_hours to_minutes to_months to_quarters to_seconds to_timestamp to_weeks to_years
    try_strptime week weekday weekofyear year yearweek timezone array_aggr array_aggregate array_append array_apply
    array_cat array_concat array_contains array_distinct array_extract array_filter array_has array_has_all
    array_has_any array_indexof array_intersect array_length array_position array_prepend array_reduce array_reverse
    array_reverse_sort array_slice array_sort array_to_string array_transform array_unique array_value array_zip
    cardinality element_at flatten generate_series generate_subscripts list_aggr list_aggregate list_any_value
    list_append list_apply list_avg list_cat list_concat list_contains list_count list_distinct list_element
    list_extract list_filter list_first list_has list_has_all list_has_any list_histogram list_indexof
    list_intersect list_last list_max list_median list_min list_mode list_pack list_position list_prepend
    list_product list_reduce list_reverse list_reverse_sort list_select list_slice list_sort list_string_agg
    list_sum list_transform list_unique list_value list_where list_zip range reduce unnest map map_concat
    map_contains map_entries map_extract map_from_entries map_keys map_values row struct_contains struct_extract
    struct_insert struct_keys struct_pack struct_values struct_concat array_to_json from_json json json_array
    json_array_length json_contains json_exists json_extract json_extract_path json_extract_path_text
    json_extract_string json_keys json_merge_patch json_object json_quote json_structure json_type json_valid
    json_value row_to_json to_json coalesce constant_or_null if ifnull nullif try typeof nvl2 nvl
    """
)
"""Functions of values."""

AGGREGATES = words(
    """
    any_value approx_count_distinct approx_quantile approx_top_k arbitrary arg_max arg_max_null arg_min arg_min_null
    argmax argmin array_agg avg bit_and bit_or bit_xor bool_and bool_or corr count count_if count_star countif
    covar_pop covar_samp entropy favg first fsum geomean geometric_mean group_concat grouping grouping_id histogram
    json_group_array json_group_object kahan_sum kurtosis last list listagg mad max max_by mean median min min_by
    mode product quantile quantile_cont quantile_disc regr_avgx regr_avgy regr_count regr_intercept regr_r2
    regr_slope regr_sxx regr_sxy regr_syy sem skewness stddev stddev_pop stddev_samp string_agg sum sumkahan var_pop
    var_samp variance wavg weighted_avg
    """
)
"""Functions of many rows."""

WINDOWS = words(
    """
    cume_dist dense_rank fill first_value lag last_value lead nth_value ntile percent_rank rank rank_dense
    row_number
    """
)
"""Functions of windows."""

OPERATORS = words(
    """
    !~~ !~~* % & && * ** + - ->> -> / // < << <= <@ = > >= >> @> ^ ^@ | || ~ ~~ ~~* ~~~ ! not_ilike_escape
    not_like_escape ilike_escape like_escape __postfix
    """
)
"""Operators that the database reads as functions."""

FUNCTIONS = SCALARS | AGGREGATES | WINDOWS
"""What may be called by name."""

TABLE_FUNCTIONS = frozenset({"unnest", "generate_series", "range", "json_each"})
"""What may stand after FROM and be called by name."""

CLOCK_AND_SESSION = words(
    """
    current_date current_time current_timestamp current_localtime current_localtimestamp localtime localtimestamp
    current_user current_role current_catalog current_schema current_database session_user user now today random
    uuid gen_random_uuid setseed
    """
)
"""Names that mean the clock, chance or the session: the same statement over the same release gives the same answer."""

_RESERVED = re.compile(
    r"(duckdb_|pragma_|pg_|sqlite_|information_schema|summary$|glob$|which_secret|test_)", re.IGNORECASE
)


def is_reserved(name: str) -> bool:
    """Whether the database itself has tables of such names, so that a common table expression must not be called so:
    a use outside its reach would then mean the other."""
    return bool(_RESERVED.match(name))


def refused_function(name: str, *, table: bool = False) -> str:
    """Why a function is refused, and what there is instead."""
    if name.lower() in CLOCK_AND_SESSION:
        return (
            f"{name} is not allowed: without the clock, chance and the session, the same statement over the same release "
            "always gives the same answer. Bind a day as a parameter"
        )
    if table:
        return f"{name} is not allowed after FROM: name a table of the release, or one of {', '.join(sorted(TABLE_FUNCTIONS))}"
    return (
        f"the function {name} is not among those allowed, which GET /v1/sql/schema lists: none of them reaches files, the "
        "network or the system"
    )

-- Episodes of care in order, and what they make up: periods of care, placements and legal statuses.
--
-- A period of care begins with an episode that starts it (RNE S), and where days without an episode lie before. A child
-- who was in care before the return's first episode has a period whose real first day isn't known: `entered_on` is then
-- empty. A placement goes on where only the legal status changes (RNE L); a legal status goes on until another begins.
-- Both are known from the first episode of the return that has them, which may be later than they really began.
ordered as (
    select
        *,
        coalesce(child, 'nobody-' || file_row) as who,
        lag(ls) over in_order as ls_before,
        lag(placement) over in_order as placement_before,
        max(coalesce(dec, date '9999-12-31')) over (
            partition by coalesce(child, 'nobody-' || file_row)
            order by decom, coalesce(dec, date '9999-12-31'), file_row
            rows between unbounded preceding and 1 preceding
        ) as in_care_until,
        row_number() over in_order as place
    from ssda903_episodes
    window in_order as (
        partition by coalesce(child, 'nobody-' || file_row)
        order by decom, coalesce(dec, date '9999-12-31'), file_row
    )
),
marked as (
    select *, place = 1 or coalesce(rne = 'S', false) or decom > in_care_until as begins_period
    from ordered
),
counted as (
    select
        *,
        count(*) filter (begins_period) over so_far as period,
        count(*) filter (begins_period or rne is distinct from 'L' or placement is distinct from placement_before)
            over so_far as placement_number,
        count(*) filter (begins_period or ls is distinct from ls_before) over so_far as legal_number
    from marked
    window so_far as (partition by who order by place rows between unbounded preceding and current row)
),
begun as (
    select
        *,
        min(decom) over (partition by who, period) as period_start,
        min(decom) over (partition by who, placement_number) as placement_start,
        min(decom) over (partition by who, legal_number) as legal_start,
        max(coalesce(dec, date '9999-12-31')) over (partition by who, period) as period_end,
        first_value(rne) over (partition by who, period order by place) as period_rne
    from counted
),
named as (
    select
        *,
        row_number() over (partition by who, decom order by place) as episode_on_day,
        dense_rank() over (partition by who, period_start order by period) as period_on_day,
        dense_rank() over (partition by who, placement_start order by placement_number) as placement_on_day,
        dense_rank() over (partition by who, legal_start order by legal_number) as legal_on_day
    from begun
),
episodes as (
    select
        *,
        concat_ws('-', who, coalesce(cast(decom as varchar), 'undated'), nullif(episode_on_day, 1)) as episode_id,
        concat_ws('-', who, coalesce(cast(period_start as varchar), 'undated'), nullif(period_on_day, 1)) as period_id,
        concat_ws('-', who, coalesce(cast(placement_start as varchar), 'undated'), nullif(placement_on_day, 1))
            as placement_id,
        concat_ws('-', who, coalesce(cast(legal_start as varchar), 'undated'), nullif(legal_on_day, 1)) as legal_id,
        case when period_rne = 'S' then period_start end as entered_on
    from named
)

-- with periods
-- A review belongs to the period of care in which it was held; the later one, where a period ends as another begins.
, spans as (
    select child, period_id, period_start, max(period_end) as period_end
    from episodes
    group by child, period_id, period_start
),
held as (
    select
        reviews.*,
        spans.period_id,
        row_number() over (
            partition by reviews.file_row order by spans.period_start desc, spans.period_id desc
        ) as choice
    from ssda903_reviews as reviews
    left join spans
        on spans.child = reviews.child
        and spans.period_start <= reviews.review
        and spans.period_end >= reviews.review
),
numbered as (
    select
        *,
        concat_ws('-', coalesce(child, 'nobody-' || file_row), coalesce(cast(review as varchar), 'undated')) as own_id,
        row_number() over (partition by child, review order by file_row) as on_day
    from held
    where choice = 1
)
select
    concat_ws('-', own_id, nullif(on_day, 1)) as clar_cla_review_id,
    period_id as clar_cla_id,
    child as clar_cla_person_id,
    review as clar_cla_review_date,
    review_code as clar_cla_review_participation,
    file,
    file_row
from numbered

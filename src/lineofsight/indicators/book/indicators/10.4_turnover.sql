/*
ref = "10.4"
title = "Turnover of workers in 12 months"
report = "monthly"
section = "Workforce"
group = "Workforce"
order = 1040
one_row_for = "team"
of_children = false
unit = "percent"
scale = 100
better = "lower"
windows = ["rolling_year"]
shown = "rolling_year"
trend = "rolling_year"
kinds = "Team"
counted = "Full-time equivalents who left in the past 12 months."
out_of = "Full-time equivalents in post at the end of the month."
good = "Low enough that a child can keep a worker for as long as they need one."
why = "Whoever leaves takes what they know of twenty children with them."
decision = "Which teams to ask why people leave, and what would have kept them."
source = "DfE, Children's social work workforce: leavers in the year by those in post at its end"
caveats = "Needs all twelve months. A move between teams is a leaver of one team only where the council records it so. Full-time equivalents as the council records them for each team; what is a post, and who counts as a social worker, is its own rule."
example = "24.4 left in the year and 282.6 are in post: 8.6%."
owner = "Principal social worker"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
measure = "Social worker turnover (FTE)"
unit = "percent"
comparable = "partly"
why = "The same formula. DfE counts on 30 September of the year that is named, all registered child and family social workers; here it is the month's end and the teams that the council supplies."
*/
with recorded as (
    select
        as_at.as_at,
        as_at.month_start,
        months.work_team_id as team_id,
        months.work_month as ended_on,
        months.work_in_post_fte as in_post,
        months.work_leavers_fte as leavers
    from los_workforce_months as months
    join as_at
        on months.work_month <= as_at.as_at
        and months.work_month >= as_at.month_start - interval '11' month
),
whole_years as (
    select as_at
    from recorded
    group by as_at
    having count(distinct ended_on) >= 12 and max(ended_on) >= max(month_start)
),
teams as (
    select
        as_at,
        team_id,
        case when count(leavers) = count(*) then sum(leavers) end as leavers,
        case
            when max(case when ended_on >= month_start and in_post is null then 1 else 0 end) = 0
                then sum(case when ended_on >= month_start then in_post else 0 end)
        end as in_post
    from recorded
    group by as_at, team_id
)
select
    teams.as_at,
    cast(null as integer) as person_id,
    true as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on,
    coalesce(departments.dept_team_name, teams.team_id) as kind,
    case when teams.in_post is not null then cast(round(teams.leavers * 100) as bigint) end as amount,
    cast(round(teams.in_post * 100) as bigint) as out_of
from teams
join whole_years on whole_years.as_at = teams.as_at
left join ssd_department as departments on departments.dept_team_id = teams.team_id

/*
ref = "10.6"
title = "Agency workers among workers"
report = "monthly"
section = "Workforce"
group = "Workforce"
order = 1060
one_row_for = "team"
of_children = false
unit = "percent"
scale = 100
better = "lower"
windows = ["snapshot"]
shown = "snapshot"
trend = "snapshot"
kinds = "Team"
counted = "Full-time equivalents of agency workers at the end of the month."
out_of = "Agency workers and those in post."
good = "Low: agency workers bridge gaps, and aren't how a service is run."
why = "They cost more, leave at short notice, and a child is told that the next one will stay."
decision = "Which agency posts to turn into permanent ones."
source = "DfE, Children's social work workforce: agency workers by agency workers and those in post"
caveats = "Agency workers over the establishment count too. Full-time equivalents as the council records them for each team; what is a post, and who counts as a social worker, is its own rule."
example = "76.1 agency workers and 282.6 in post: 21.2%."
owner = "Principal social worker"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"

[[benchmarks]]
measure = "Agency social workers (FTE)"
unit = "percent"
comparable = "partly"
why = "The same formula. DfE counts on 30 September of the year that is named, all registered child and family social workers; here it is the month's end and the teams that the council supplies."
*/
with recorded as (
    select
        as_at.as_at,
        months.work_team_id as team_id,
        cast(round(months.work_in_post_fte * 100) as bigint) as in_post,
        cast(round(months.work_agency_fte * 100) as bigint) as part
    from los_workforce_months as months
    join as_at
        on months.work_month <= as_at.as_at
        and months.work_month >= as_at.month_start
)
select
    recorded.as_at,
    cast(null as integer) as person_id,
    true as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on,
    coalesce(departments.dept_team_name, recorded.team_id) as kind,
    case when recorded.in_post is not null then recorded.part end as amount,
    recorded.in_post + recorded.part as out_of
from recorded
left join ssd_department as departments on departments.dept_team_id = recorded.team_id

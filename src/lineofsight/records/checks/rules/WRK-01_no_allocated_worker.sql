/*
code = "WRK-01"
title = "Open case without an allocated worker"
sentence = "The case has been open for more than $days days and no worker is allocated. Nobody is responsible for the child, or the allocation was not written down; the child is missing from every list by team."
mend = "Allocate a worker, or close the case."
severity = "error"
table = "ssd_cin_episodes"
columns = ["ssd_involvements.invo_professional_role_id", "ssd_involvements.invo_involvement_end_date", "ssd_cin_episodes.cine_close_date"]
could = ["join", "leave"]
distorts = ["allocated", "1.1"]
source = "Working Together 2023: every child has a lead practitioner"

[settings]
allocated_role = "CW"
days = 5
*/
with allocated as (
    select distinct involvements.invo_person_id as person_id
    from ssd_involvements as involvements
    join extract
        on involvements.invo_involvement_start_date <= extract.extracted_on
        and coalesce(involvements.invo_involvement_end_date, date '9999-12-31') > extract.extracted_on
    where involvements.invo_professional_role_id = $allocated_role
),
last_allocated as (
    select invo_person_id as person_id, max(invo_involvement_end_date) as ended_on
    from ssd_involvements
    where invo_professional_role_id = $allocated_role
    group by invo_person_id
)
select
    episodes.file_row,
    episodes.cine_person_id as person_id,
    episodes.cine_referral_id as record,
    episodes.cine_referral_date as value,
    greatest(episodes.cine_referral_date, coalesce(last_allocated.ended_on, episodes.cine_referral_date)) as from_on
from ssd_cin_episodes as episodes
join extract
    on episodes.cine_referral_date < extract.extracted_on - $days
    and coalesce(episodes.cine_close_date, date '9999-12-31') > extract.extracted_on
left join allocated on allocated.person_id = episodes.cine_person_id
left join last_allocated on last_allocated.person_id = episodes.cine_person_id
where not coalesce(episodes.cine_referral_nfa, false)
    and episodes.cine_person_id is not null
    and allocated.person_id is null

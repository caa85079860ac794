/*
cohort = "allocated"
title = "Allocated children"
who = "Children with an allocated worker: an involvement open with the role CW, or a local role that the council maps to it."
source = "SSD ssd_involvements, role CW since version 1.4.5"
valid_from = "2019-04"

[settings]
allocated_role = "CW"
*/
select
    as_at.as_at,
    involvements.invo_person_id as person_id,
    min(involvements.invo_involvement_start_date) as entered_on
from ssd_involvements as involvements
join as_at
    on involvements.invo_involvement_start_date <= as_at.as_at
    and coalesce(involvements.invo_involvement_end_date, date '9999-12-31') > as_at.as_at
where involvements.invo_professional_role_id = $allocated_role
    and involvements.invo_person_id is not null
group by as_at.as_at, involvements.invo_person_id

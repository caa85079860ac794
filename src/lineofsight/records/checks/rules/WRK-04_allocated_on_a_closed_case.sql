/*
code = "WRK-04"
title = "Worker allocated, and no open case"
sentence = "A worker is allocated to the child, and no case of the child is open. Caseloads look higher than they are, or the case was closed while work goes on."
mend = "End the involvement, or open the case again."
severity = "warning"
table = "ssd_involvements"
columns = ["ssd_involvements.invo_involvement_end_date", "ssd_cin_episodes.cine_close_date"]
could = ["join", "leave"]
distorts = ["allocated", "1.1", "1.2"]
source = "Local: allocated children and open cases should be the same"
reads_if_there = ["los_care_leaver_statuses"]

[settings]
allocated_role = "CW"
*/
with worked_with as (
    select episodes.cine_person_id as person_id
    from ssd_cin_episodes as episodes
    join extract
        on episodes.cine_referral_date <= extract.extracted_on
        and coalesce(episodes.cine_close_date, date '9999-12-31') > extract.extracted_on
    where not coalesce(episodes.cine_referral_nfa, false)
    union
    select statuses.cles_person_id as person_id
    from los_care_leaver_statuses as statuses
    join extract
        on statuses.cles_valid_from <= extract.extracted_on
        and coalesce(statuses.cles_valid_to, date '9999-12-31') > extract.extracted_on
)
select
    involvements.file_row,
    involvements.invo_person_id as person_id,
    involvements.invo_involvements_id as record,
    involvements.invo_involvement_start_date as value,
    involvements.invo_involvement_start_date as from_on
from ssd_involvements as involvements
join extract
    on involvements.invo_involvement_start_date <= extract.extracted_on
    and coalesce(involvements.invo_involvement_end_date, date '9999-12-31') > extract.extracted_on
left join worked_with on worked_with.person_id = involvements.invo_person_id
where involvements.invo_professional_role_id = $allocated_role
    and involvements.invo_person_id is not null
    and worked_with.person_id is null

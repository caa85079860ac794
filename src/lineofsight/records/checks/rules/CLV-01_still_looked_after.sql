/*
code = "CLV-01"
title = "Care leaver who is still in our care"
sentence = "The leaving care status says that the young person has left care, and an episode of care is open and the young person is under 18. The young person counts as in our care and in no care leavers' figure."
mend = "End the episode of care, or correct the status to Eligible."
severity = "warning"
table = "los_care_leaver_statuses"
columns = ["los_care_leaver_statuses.cles_eligibility", "ssd_cla_episodes.clae_cla_episode_ceased_date"]
could = ["join", "leave"]
distorts = ["1.4", "5.10", "5.11", "6.1", "6.2", "6.3"]
source = "Children (Leaving Care) Act 2000: relevant children are those who have left care"
*/
with in_care as (
    select distinct episodes.clae_person_id as person_id
    from ssd_cla_episodes as episodes
    join extract
        on episodes.clae_cla_episode_start_date <= extract.extracted_on
        and coalesce(episodes.clae_cla_episode_ceased_date, date '9999-12-31') > extract.extracted_on
    join ssd_person as people
        on people.pers_person_id = episodes.clae_person_id
        and extract.year_number - extract(year from people.pers_dob)
            - case
                when extract.month_and_day
                    < extract(month from people.pers_dob) * 100 + extract(day from people.pers_dob) then 1
                else 0
            end < 18
)
select
    statuses.file_row,
    statuses.cles_person_id as person_id,
    statuses.cles_status_id as record,
    statuses.cles_eligibility as value,
    statuses.cles_valid_from as from_on
from los_care_leaver_statuses as statuses
join extract
    on statuses.cles_valid_from <= extract.extracted_on
    and coalesce(statuses.cles_valid_to, date '9999-12-31') > extract.extracted_on
join in_care on in_care.person_id = statuses.cles_person_id
where statuses.cles_eligibility in ('Relevant', 'Former relevant', 'Qualifying')

/*
code = "EPI-09"
title = "Open at 18 or over, and not a care leaver"
sentence = "The young person is over 18, has an open episode of need, and no leaving care status says why. Either the case should have gone to adults' services, or the status is missing and the young person is in no care leavers' figure."
mend = "Record the leaving care status, or close the case."
severity = "warning"
table = "ssd_cin_episodes"
columns = ["los_care_leaver_statuses.cles_eligibility", "ssd_cin_episodes.cine_close_date"]
could = ["join", "leave"]
distorts = ["1.1", "1.2", "6.1", "6.2", "6.3", "open_elsewhere"]
source = "Local"
needs_all = ["los_care_leaver_statuses"]
*/
with care_leavers as (
    select distinct statuses.cles_person_id as person_id
    from los_care_leaver_statuses as statuses
    join extract
        on statuses.cles_valid_from <= extract.extracted_on
        and coalesce(statuses.cles_valid_to, date '9999-12-31') > extract.extracted_on
)
select
    episodes.file_row,
    episodes.cine_person_id as person_id,
    episodes.cine_referral_id as record,
    people.pers_dob as value,
    cast(people.pers_dob + interval '18' year as date) as from_on
from ssd_cin_episodes as episodes
join extract
    on episodes.cine_referral_date <= extract.extracted_on
    and coalesce(episodes.cine_close_date, date '9999-12-31') > extract.extracted_on
join ssd_person as people on people.pers_person_id = episodes.cine_person_id
left join care_leavers on care_leavers.person_id = episodes.cine_person_id
where not coalesce(episodes.cine_referral_nfa, false)
    and care_leavers.person_id is null
    and extract.year_number - extract(year from people.pers_dob)
        - case
            when extract.month_and_day
                < extract(month from people.pers_dob) * 100 + extract(day from people.pers_dob) then 1
            else 0
        end between 18 and 25

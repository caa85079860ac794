/*
code = "PER-01"
title = "No date of birth"
sentence = "The child is open to us and has neither a date of birth nor an expected one. The age is unknown, so the child counts as under 18 among children in our care and can never count as a care leaver."
mend = "Record the date of birth, or the expected date of an unborn child."
severity = "error"
table = "ssd_person"
columns = ["ssd_person.pers_dob", "ssd_person.pers_expected_dob"]
could = ["join", "leave"]
distorts = ["1.4", "5.10", "5.11", "6.1", "6.2", "6.3"]
source = "Children in need census: a child has a date of birth or an expected date of birth"
reads_if_there = ["ssd_person.pers_expected_dob", "ssd_cla_episodes", "los_care_leaver_statuses"]
needs_values = ["ssd_person.pers_dob"]
*/
with open_to_us as (
    select episodes.cine_person_id as person_id
    from ssd_cin_episodes as episodes
    join extract
        on episodes.cine_referral_date <= extract.extracted_on
        and coalesce(episodes.cine_close_date, date '9999-12-31') > extract.extracted_on
    where not coalesce(episodes.cine_referral_nfa, false)
    union
    select episodes.clae_person_id as person_id
    from ssd_cla_episodes as episodes
    join extract
        on episodes.clae_cla_episode_start_date <= extract.extracted_on
        and coalesce(episodes.clae_cla_episode_ceased_date, date '9999-12-31') > extract.extracted_on
    union
    select statuses.cles_person_id as person_id
    from los_care_leaver_statuses as statuses
    join extract
        on statuses.cles_valid_from <= extract.extracted_on
        and coalesce(statuses.cles_valid_to, date '9999-12-31') > extract.extracted_on
)
select people.file_row, people.pers_person_id as person_id
from ssd_person as people
join open_to_us on open_to_us.person_id = people.pers_person_id
where people.pers_dob is null and people.pers_expected_dob is null

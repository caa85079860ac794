/*
code = "CLA-EPI-09"
title = "Episode of care of an adult"
sentence = "The young person is 18 or over and the episode of care is still open. Care ends with the 18th birthday: reviews stay due for somebody who has left, and the young person may be missing from the care leavers."
mend = "End the episode on the 18th birthday, or correct the date of birth."
severity = "error"
table = "ssd_cla_episodes"
columns = ["ssd_cla_episodes.clae_cla_episode_ceased_date", "ssd_person.pers_dob"]
could = ["better", "join", "leave"]
distorts = ["1.4", "5.10", "5.11", "5.18"]
source = "Children Act 1989; SSDA903: an episode ends by the 18th birthday"
*/
select
    episodes.file_row,
    episodes.clae_person_id as person_id,
    episodes.clae_cla_episode_id as record,
    people.pers_dob as value,
    cast(people.pers_dob + interval '18' year as date) as from_on
from ssd_cla_episodes as episodes
join extract
    on episodes.clae_cla_episode_start_date <= extract.extracted_on
    and coalesce(episodes.clae_cla_episode_ceased_date, date '9999-12-31') > extract.extracted_on
join ssd_person as people on people.pers_person_id = episodes.clae_person_id
where extract.year_number - extract(year from people.pers_dob)
    - case
        when extract.month_and_day
            < extract(month from people.pers_dob) * 100 + extract(day from people.pers_dob) then 1
        else 0
    end >= 18

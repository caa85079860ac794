/*
code = "EPI-12"
title = "Open after the child's death"
sentence = "The child has died and the case is still open. The child counts in figures, and reminders may be sent to the family."
mend = "Close the case with the day of death."
severity = "error"
table = "ssd_cin_episodes"
columns = ["ssd_cin_episodes.cine_close_date", "ssd_person.pers_death_date"]
could = ["leave"]
distorts = ["1.1", "1.2", "3.1", "3.2", "3.3", "open_elsewhere"]
source = "Children in need census: ReasonForClosure RC2, died"
*/
select
    episodes.file_row,
    episodes.cine_person_id as person_id,
    episodes.cine_referral_id as record,
    people.pers_death_date as value,
    people.pers_death_date as from_on
from ssd_cin_episodes as episodes
join ssd_person as people
    on people.pers_person_id = episodes.cine_person_id
    and people.pers_death_date < coalesce(episodes.cine_close_date, date '9999-12-31')
where not coalesce(episodes.cine_referral_nfa, false) and episodes.cine_close_date is null

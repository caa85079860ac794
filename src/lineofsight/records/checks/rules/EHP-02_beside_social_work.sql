/*
code = "EHP-02"
title = "Early help and social work at once"
sentence = "Early help is open and so is an episode of need. Two workers may plan for the family without knowing of each other, or the early help was not ended."
mend = "End the early help on the day of the referral, or record that both are meant."
severity = "note"
table = "ssd_early_help_episodes"
columns = ["ssd_early_help_episodes.earl_episode_end_date", "ssd_cin_episodes.cine_close_date"]
could = []
distorts = []
source = "Local"

[settings]
days = 31
*/
with open_cases as (
    select episodes.cine_person_id as person_id, min(episodes.cine_referral_date) as since
    from ssd_cin_episodes as episodes
    join extract
        on episodes.cine_referral_date <= extract.extracted_on
        and coalesce(episodes.cine_close_date, date '9999-12-31') > extract.extracted_on
    where not coalesce(episodes.cine_referral_nfa, false)
    group by episodes.cine_person_id
)
select
    episodes.file_row,
    episodes.earl_person_id as person_id,
    episodes.earl_episode_id as record,
    open_cases.since as value
from ssd_early_help_episodes as episodes
join extract
    on episodes.earl_episode_start_date <= extract.extracted_on
    and coalesce(episodes.earl_episode_end_date, date '9999-12-31') > extract.extracted_on
join open_cases
    on open_cases.person_id = episodes.earl_person_id
    and open_cases.since < extract.extracted_on - $days

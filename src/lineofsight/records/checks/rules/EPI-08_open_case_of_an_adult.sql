/*
code = "EPI-08"
title = "Open case of a grown-up"
sentence = "The person is $years or older and still has an open episode of need. Services for children end before that age: the case was not closed, or the date of birth is wrong."
mend = "Close the case, or correct the date of birth."
severity = "error"
table = "ssd_cin_episodes"
columns = ["ssd_cin_episodes.cine_close_date", "ssd_person.pers_dob"]
could = ["leave"]
distorts = ["1.1", "1.2", "open_elsewhere"]
source = "Children Act 1989; Children (Leaving Care) Act 2000: support ends at 25"

[settings]
years = 26
*/
select
    episodes.file_row,
    episodes.cine_person_id as person_id,
    episodes.cine_referral_id as record,
    people.pers_dob as value,
    cast(people.pers_dob + interval '$years' year as date) as from_on
from ssd_cin_episodes as episodes
join extract
    on episodes.cine_referral_date <= extract.extracted_on
    and coalesce(episodes.cine_close_date, date '9999-12-31') > extract.extracted_on
join ssd_person as people on people.pers_person_id = episodes.cine_person_id
where not coalesce(episodes.cine_referral_nfa, false)
    and extract.year_number - extract(year from people.pers_dob)
        - case
            when extract.month_and_day
                < extract(month from people.pers_dob) * 100 + extract(day from people.pers_dob) then 1
            else 0
        end >= $years

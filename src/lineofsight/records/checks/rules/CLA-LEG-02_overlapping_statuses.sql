/*
code = "CLA-LEG-02"
title = "Two legal statuses at once"
sentence = "The child has two legal statuses at the same time. Which one gives us our duties and rights can't be told, and the return takes one only."
mend = "End the status that no longer holds."
severity = "note"
table = "ssd_legal_status"
columns = ["ssd_legal_status.lega_legal_status_end_date", "ssd_legal_status.lega_legal_status_start_date"]
could = []
distorts = []
source = "SSDA903: one LS on each episode"
*/
select
    lapping.file_row,
    lapping.person_id,
    lapping.record,
    lapping.began as value
from (
    select
        statuses.file_row,
        statuses.lega_person_id as person_id,
        statuses.lega_legal_status_id as record,
        statuses.lega_legal_status_start_date as began,
        max(coalesce(statuses.lega_legal_status_end_date, date '9999-12-31')) over (
            partition by statuses.lega_person_id
            order by statuses.lega_legal_status_start_date, statuses.lega_legal_status_id
            rows between unbounded preceding and 1 preceding
        ) as earlier_ended
    from ssd_legal_status as statuses
    where statuses.lega_person_id is not null
        and coalesce(statuses.lega_legal_status_end_date, date '9999-12-31') > statuses.lega_legal_status_start_date
) as lapping
where lapping.earlier_ended > lapping.began

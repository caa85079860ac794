/*
code = "CLV-06"
title = "Two leaving care statuses at once"
sentence = "Two statuses of the young person hold at the same time. The later one stands; if it is the one that should have been ended, contact, activity and accommodation are taken from the wrong row."
mend = "End the status that no longer holds."
severity = "warning"
table = "los_care_leaver_statuses"
columns = ["los_care_leaver_statuses.cles_valid_to", "los_care_leaver_statuses.cles_valid_from"]
could = ["better", "worse", "join", "leave"]
distorts = ["6.1", "6.2", "6.3"]
source = "Local"
*/
select
    lapping.file_row,
    lapping.person_id,
    lapping.record,
    lapping.began as value,
    lapping.began as from_on,
    lapping.ended as to_on
from (
    select
        statuses.file_row,
        statuses.cles_person_id as person_id,
        statuses.cles_status_id as record,
        statuses.cles_valid_from as began,
        statuses.cles_valid_to as ended,
        max(coalesce(statuses.cles_valid_to, date '9999-12-31')) over (
            partition by statuses.cles_person_id
            order by statuses.cles_valid_from, statuses.cles_status_id
            rows between unbounded preceding and 1 preceding
        ) as earlier_ended
    from los_care_leaver_statuses as statuses
    where statuses.cles_person_id is not null
        and coalesce(statuses.cles_valid_to, date '9999-12-31') > statuses.cles_valid_from
) as lapping
where lapping.earlier_ended > lapping.began

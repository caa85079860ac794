/*
code = "CLA-PLA-02"
title = "Two placements at once in the past"
sentence = "Two placements of the child overlap, and one has ended. The child can't have lived in both: moves of placement are counted wrongly."
mend = "Correct the day on which the first one ended."
severity = "warning"
table = "ssd_cla_placement"
columns = ["ssd_cla_placement.clap_cla_placement_end_date", "ssd_cla_placement.clap_cla_placement_start_date"]
could = []
distorts = []
source = "SSDA903: episodes must not overlap"
*/
select
    lapping.file_row,
    lapping.person_id,
    lapping.record,
    lapping.began as value
from (
    select
        placements.file_row,
        placements.clap_person_id as person_id,
        placements.clap_cla_placement_id as record,
        placements.clap_cla_placement_start_date as began,
        placements.clap_cla_placement_end_date as ended,
        max(coalesce(placements.clap_cla_placement_end_date, date '9999-12-31')) over (
            partition by placements.clap_person_id
            order by placements.clap_cla_placement_start_date, placements.clap_cla_placement_id
            rows between unbounded preceding and 1 preceding
        ) as earlier_ended
    from ssd_cla_placement as placements
    where placements.clap_person_id is not null
        and coalesce(placements.clap_cla_placement_end_date, date '9999-12-31') > placements.clap_cla_placement_start_date
) as lapping
where lapping.earlier_ended > lapping.began
    and least(lapping.earlier_ended, coalesce(lapping.ended, date '9999-12-31')) < date '9999-12-31'

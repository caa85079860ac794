/*
code = "WRK-02"
title = "Two allocated workers"
sentence = "Two workers are allocated to the child at once. Each may think that the other goes, and the child stands in the list of the one who came last."
mend = "End the involvement of the worker who has handed over."
severity = "warning"
table = "ssd_involvements"
columns = ["ssd_involvements.invo_involvement_end_date", "ssd_involvements.invo_professional_role_id"]
could = []
distorts = []
source = "Local: one allocated worker for each child"

[settings]
allocated_role = "CW"
*/
select open_now.file_row, open_now.person_id, open_now.record, open_now.began as value
from (
    select
        involvements.file_row,
        involvements.invo_person_id as person_id,
        involvements.invo_involvements_id as record,
        involvements.invo_involvement_start_date as began,
        row_number() over (
            partition by involvements.invo_person_id
            order by involvements.invo_involvement_start_date desc, involvements.invo_involvements_id desc
        ) as place
    from ssd_involvements as involvements
    join extract
        on involvements.invo_involvement_start_date <= extract.extracted_on
        and coalesce(involvements.invo_involvement_end_date, date '9999-12-31') > extract.extracted_on
    where involvements.invo_professional_role_id = $allocated_role and involvements.invo_person_id is not null
) as open_now
where open_now.place > 1

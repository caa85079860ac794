/*
code = "WRK-03"
title = "Allocation ended before it began"
sentence = "The worker's involvement ended before it began. It holds on no day: the child is shown as without a worker in that time."
mend = "Correct the date that is wrong."
severity = "error"
table = "ssd_involvements"
columns = ["ssd_involvements.invo_involvement_end_date", "ssd_involvements.invo_involvement_start_date"]
could = ["join"]
distorts = ["allocated"]
source = "Dates in order"
*/
select
    involvements.file_row,
    involvements.invo_person_id as person_id,
    involvements.invo_involvements_id as record,
    involvements.invo_involvement_end_date as value,
    involvements.invo_involvement_end_date as from_on
from ssd_involvements as involvements
where involvements.invo_involvement_end_date < involvements.invo_involvement_start_date

/*
code = "SDQ-01"
title = "Score outside its scale"
sentence = "The strengths and difficulties score is below 0 or above 40, which the questionnaire can't give."
mend = "Enter the score again from the form."
severity = "warning"
table = "ssd_sdq_scores"
columns = ["ssd_sdq_scores.csdq_sdq_score"]
could = []
distorts = []
source = "Strengths and Difficulties Questionnaire: total 0 to 40"
*/
select
    scores.file_row,
    scores.csdq_person_id as person_id,
    scores.csdq_table_id as record,
    scores.csdq_sdq_score as value
from ssd_sdq_scores as scores
where scores.csdq_sdq_score not between 0 and 40

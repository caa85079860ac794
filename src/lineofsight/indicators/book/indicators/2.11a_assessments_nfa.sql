/*
ref = "2.11a"
title = "% of assessments that ended in no further action"
report = "monthly"
section = "Assessments"
group = "Assessments"
order = 226
one_row_for = "assessment"
unit = "percent"
windows = ["month", "ytd", "rolling_year"]
shown = "ytd"
trend = "month"
counted = "The assessment ended with no further action."
out_of = "Assessments authorised in the window."
good = "Low enough that families aren't assessed for nothing; those left without a service are few and are told why."
why = "An assessment is an intrusion: it should mostly lead to help."
decision = "Whether to assess less and advise more, and which of these children came back (2.7)."
source = "SSD ssd_cin_assessments; local use"
caveats = "An empty flag is not a no further action. Where an extract says of no assessment how it ended, nothing is counted. Closed to early help may be recorded as no further action."
example = "Flag set: counts. Services provided: does not."
owner = "Head of assessment"
authored_by = "Performance team (demonstration)"
checked_by = "Head of service (demonstration)"
reviewed_on = 2026-11-26
next_review = 2027-11-30
change_log = ["2026-11-26: first version"]
valid_from = "2019-04"
reads_if_there = ["ssd_cin_assessments.cina_assessment_outcome_json"]

[[benchmarks]]
comparable = "no"
why = "DfE publishes children assessed as not in need, of episodes in the year: another rule, and not among the figures that are loaded here."
*/
with recorded as (
    select count(cina_assessment_outcome_nfa) + count(cina_assessment_outcome_json) as answers
    from ssd_cin_assessments
)
select
    assessment_outcomes.event_date,
    assessment_outcomes.person_id,
    assessment_outcomes.assessment_id as event_id,
    assessment_outcomes.no_further_action as met,
    cast(null as date) as clock_start,
    cast(null as date) as due_on,
    cast(null as date) as done_on
from assessment_outcomes
cross join recorded
where recorded.answers > 0

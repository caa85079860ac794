/*
cohort = "in_pre_proceedings"
title = "Children in pre-proceedings"
who = "Children for whom a letter before proceedings was sent on or before the date, and whose pre-proceedings have neither ended nor led to an application to court by then; with the earliest such letter."
source = "Children Act 1989 guidance, volume 1: the letter before proceedings begins the pre-proceedings stage of the Public Law Outline"
valid_from = "2019-04"
*/
select
    as_at.as_at,
    proceedings.lepr_person_id as person_id,
    min(proceedings.lepr_pre_proceedings_letter_date) as started_on
from los_legal_proceedings as proceedings
join as_at
    on proceedings.lepr_pre_proceedings_letter_date <= as_at.as_at
    and coalesce(proceedings.lepr_pre_proceedings_end_date, date '9999-12-31') > as_at.as_at
    and coalesce(proceedings.lepr_issue_date, date '9999-12-31') > as_at.as_at
where proceedings.lepr_person_id is not null
group by as_at.as_at, proceedings.lepr_person_id

/*
cohort = "in_pre_proceedings"
title = "Children in pre-proceedings"
who = "Children for whom a letter before proceedings was sent on or before the date, and whose pre-proceedings have neither ended nor led to an application to court by then, in the same row or another of the child; with the earliest such letter."
source = "Children Act 1989 guidance, volume 1: the letter before proceedings begins the pre-proceedings stage of the Public Law Outline"
valid_from = "2019-04"
*/
with applications as (
    select
        letters.lepr_person_id as person_id,
        letters.lepr_pre_proceedings_letter_date as sent_on,
        min(issued.lepr_issue_date) as issued_on
    from los_legal_proceedings as letters
    join los_legal_proceedings as issued
        on issued.lepr_person_id = letters.lepr_person_id
        and issued.lepr_issue_date >= letters.lepr_pre_proceedings_letter_date
    group by letters.lepr_person_id, letters.lepr_pre_proceedings_letter_date
)
select
    as_at.as_at,
    proceedings.lepr_person_id as person_id,
    min(proceedings.lepr_pre_proceedings_letter_date) as started_on
from los_legal_proceedings as proceedings
join as_at
    on proceedings.lepr_pre_proceedings_letter_date <= as_at.as_at
    and coalesce(proceedings.lepr_pre_proceedings_end_date, date '9999-12-31') > as_at.as_at
left join applications
    on applications.person_id = proceedings.lepr_person_id
    and applications.sent_on = proceedings.lepr_pre_proceedings_letter_date
where coalesce(applications.issued_on, proceedings.lepr_issue_date, date '9999-12-31') > as_at.as_at
    and proceedings.lepr_person_id is not null
group by as_at.as_at, proceedings.lepr_person_id

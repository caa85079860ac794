-- The status "Child in need plan" of a case that is open says that a plan is open, and not since when: the start of the
-- episode of need, the earliest that it can be, stands in. It serves the extract date alone.
-- Systems give the status to cases for which they know no other. It is not believed where the workbook says otherwise:
-- of whoever is in List 9, and of a child whose referral is in List 3, so that every assessment since is in List 4, and
-- whom all that were authorised found not to need support.
with needs as (
    select *, row_number() over (partition by child_unique_id, cin_start_date order by file_row) as nth
    from list_6_children_in_need
    where child_unique_id is not null
),
leavers as (
    select distinct child_unique_id from list_9_care_leavers
),
not_in_need as (
    select needs.child_unique_id, needs.cin_start_date
    from needs
    join list_3_referrals as referrals
        on referrals.child_unique_id = needs.child_unique_id and referrals.date_of_referral = needs.cin_start_date
    join list_4_assessments as assessments
        on assessments.child_unique_id = needs.child_unique_id
        and assessments.authorisation_date >= needs.cin_start_date
    group by needs.child_unique_id, needs.cin_start_date
    having bool_and(coalesce(assessments.requires_support = 'N', false))
)
select
    concat(
        needs.child_unique_id, '-', coalesce(cast(needs.cin_start_date as varchar), 'undated'),
        case when needs.nth > 1 then concat('#', needs.nth) else '' end
    ) as cinp_cin_plan_id,
    concat(
        needs.child_unique_id, '-', coalesce(cast(needs.cin_start_date as varchar), 'undated'),
        case when needs.nth > 1 then concat('#', needs.nth) else '' end
    ) as cinp_referral_id,
    needs.child_unique_id as cinp_person_id,
    needs.cin_start_date as cinp_cin_plan_start_date,
    needs.cin_closure_date as cinp_cin_plan_end_date,
    needs.allocated_team as cinp_cin_plan_team,
    needs.allocated_worker as cinp_cin_plan_worker_id,
    needs.file,
    needs.file_row
from needs
cross join extract
left join leavers on leavers.child_unique_id = needs.child_unique_id
left join not_in_need
    on not_in_need.child_unique_id = needs.child_unique_id and not_in_need.cin_start_date = needs.cin_start_date
where needs.case_status = 'Child in need plan'
    and coalesce(needs.cin_closure_date > extract.extracted_on, true)
    and leavers.child_unique_id is null
    and not_in_need.child_unique_id is null

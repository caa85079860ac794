-- Who is allocated on the extract date: since when isn't said, so the involvement begins on that day. Where lists
-- differ, the list of children in care stands, then child protection, children in need and care leavers.
with allocated as (
    select child_unique_id, allocated_worker, allocated_team, file, file_row, 1 as list
    from list_8_children_in_care
    cross join extract
    where coalesce(care_end_date > extract.extracted_on, true)
    union all
    select child_unique_id, allocated_worker, allocated_team, file, file_row, 2
    from list_7_child_protection
    cross join extract
    where coalesce(plan_end_date > extract.extracted_on, true)
    union all
    select child_unique_id, allocated_worker, allocated_team, file, file_row, 3
    from list_6_children_in_need
    cross join extract
    where coalesce(cin_closure_date > extract.extracted_on, true) and coalesce(case_status, '') <> 'Closed episode'
    union all
    select child_unique_id, allocated_worker, allocated_team, file, file_row, 4
    from list_9_care_leavers
),
workers as (
    select
        child_unique_id,
        'CW' as role,
        allocated_worker as worker,
        allocated_team as team,
        file,
        file_row,
        row_number() over (partition by child_unique_id order by list, file_row) as place
    from allocated
    where child_unique_id is not null and (allocated_worker is not null or allocated_team is not null)
    union all
    select
        child_unique_id,
        '16PLUS' as role,
        personal_adviser as worker,
        allocated_team as team,
        file,
        file_row,
        row_number() over (partition by child_unique_id order by file_row) as place
    from list_9_care_leavers
    where child_unique_id is not null and personal_adviser is not null
)
select
    concat(workers.child_unique_id, '-', workers.role) as invo_involvements_id,
    workers.worker as invo_professional_id,
    workers.role as invo_professional_role_id,
    workers.team as invo_professional_team,
    workers.child_unique_id as invo_person_id,
    extract.extracted_on as invo_involvement_start_date,
    cast(null as date) as invo_involvement_end_date,
    workers.file,
    workers.file_row
from workers
cross join extract
where workers.place = 1

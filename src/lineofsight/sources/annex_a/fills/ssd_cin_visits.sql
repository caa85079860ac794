-- List 6 says when a child was last seen, whoever saw the child. It is a visit to a child in need where the case is open
-- and the child neither in care nor on a child protection plan, and where Lists 7 and 8 don't give that same day as a
-- visit to the child from when they were.
select
    concat(needs.child_unique_id, '-', cast(needs.last_seen_date as varchar)) as cinv_cin_visit_id,
    needs.child_unique_id as cinv_person_id,
    needs.last_seen_date as cinv_cin_visit_date,
    true as cinv_cin_visit_seen,
    min(needs.file) as file,
    min(needs.file_row) as file_row
from list_6_children_in_need as needs
cross join extract
left join (
    select child_unique_id, last_visit_date from list_7_child_protection
    union
    select child_unique_id, last_visit_date from list_8_children_in_care
) as other_visits
    on other_visits.child_unique_id = needs.child_unique_id
    and other_visits.last_visit_date = needs.last_seen_date
where needs.child_unique_id is not null
    and needs.last_seen_date is not null
    and coalesce(needs.case_status, '') not in ('Looked after child', 'Child protection plan', 'Closed episode')
    and coalesce(needs.cin_closure_date > extract.extracted_on, true)
    and other_visits.child_unique_id is null
group by needs.child_unique_id, needs.last_seen_date

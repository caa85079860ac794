-- Whether a conference was unnecessary is not whether nothing more was done: it goes to the outcome's flags.
select
    concat(
        child_unique_id, '-', coalesce(cast(strategy_discussion_date as varchar), 'undated'),
        case when nth > 1 then concat('#', nth) else '' end
    ) as s47e_s47_enquiry_id,
    child_unique_id as s47e_person_id,
    strategy_discussion_date as s47e_s47_start_date,
    case conference_unnecessary
        when 'Y' then '{"CP_CONFERENCE_FLAG": "N"}' when 'N' then '{"CP_CONFERENCE_FLAG": "Y"}'
    end as s47e_s47_outcome_json,
    allocated_team as s47e_s47_completed_by_team,
    allocated_worker as s47e_s47_completed_by_worker_id,
    file,
    file_row
from (
    select *, row_number() over (partition by child_unique_id, strategy_discussion_date order by file_row) as nth
    from list_5_section_47
    where child_unique_id is not null
) as enquiries

-- The latest placement of each period of care: it ended when care ended, if not before.
select
    concat(
        child_unique_id, '-', cast(placement_start_date as varchar),
        case when nth_placement > 1 then concat('#', nth_placement) else '' end
    ) as clap_cla_placement_id,
    concat(
        child_unique_id, '-', coalesce(cast(care_start_date as varchar), 'undated'),
        case when nth > 1 then concat('#', nth) else '' end
    ) as clap_cla_id,
    child_unique_id as clap_person_id,
    placement_start_date as clap_cla_placement_start_date,
    placement_type as clap_cla_placement_type,
    placement_urn as clap_cla_placement_urn,
    placement_provider as clap_cla_placement_provider,
    placement_postcode as clap_cla_placement_postcode,
    care_end_date as clap_cla_placement_end_date,
    file,
    file_row
from (
    select
        *,
        row_number() over (partition by child_unique_id, care_start_date order by file_row) as nth,
        row_number() over (partition by child_unique_id, placement_start_date order by file_row) as nth_placement
    from list_8_children_in_care
    where child_unique_id is not null
) as periods
where placement_start_date is not null

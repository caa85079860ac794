-- One row for a period of care, from the day on which it began: List 8 has no episodes within it.
select
    concat(
        child_unique_id, '-', coalesce(cast(care_start_date as varchar), 'undated'),
        case when nth > 1 then concat('#', nth) else '' end
    ) as clae_cla_episode_id,
    child_unique_id as clae_person_id,
    case
        when placement_start_date is not null
            then concat(
                child_unique_id, '-', cast(placement_start_date as varchar),
                case when nth_placement > 1 then concat('#', nth_placement) else '' end
            )
    end as clae_cla_placement_id,
    care_start_date as clae_cla_episode_start_date,
    category_of_need as clae_cla_primary_need_code,
    care_end_date as clae_cla_episode_ceased_date,
    care_end_reason as clae_cla_episode_ceased_reason,
    concat(
        child_unique_id, '-', coalesce(cast(care_start_date as varchar), 'undated'),
        case when nth > 1 then concat('#', nth) else '' end
    ) as clae_cla_id,
    last_iro_contact_date as clae_cla_last_iro_contact_date,
    care_start_date as clae_entered_care_date,
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

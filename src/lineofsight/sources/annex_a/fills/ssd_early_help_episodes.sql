-- Annex A lists assessments, SSD episodes: an assessment stands for its episode.
select
    concat(
        child_unique_id, '-', coalesce(cast(assessment_start_date as varchar), 'undated'),
        case when nth > 1 then concat('#', nth) else '' end
    ) as earl_episode_id,
    child_unique_id as earl_person_id,
    assessment_start_date as earl_episode_start_date,
    assessment_completion_date as earl_episode_end_date,
    organisation as earl_episode_organisation,
    file,
    file_row
from (
    select *, row_number() over (partition by child_unique_id, assessment_start_date order by file_row) as nth
    from list_2_early_help
    where child_unique_id is not null
) as assessments

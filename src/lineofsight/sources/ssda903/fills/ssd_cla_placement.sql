-- with periods
-- One row for each placement, from the episodes that it spans: its first says what it is, its last how it ended.
select
    placement_id as clap_cla_placement_id,
    first(period_id order by place) as clap_cla_id,
    first(child order by place) as clap_person_id,
    min(placement_start) as clap_cla_placement_start_date,
    first(placement order by place) as clap_cla_placement_type,
    first(urn order by place) as clap_cla_placement_urn,
    first(place_provider order by place) as clap_cla_placement_provider,
    first(pl_post order by place) as clap_cla_placement_postcode,
    last(dec order by place) as clap_cla_placement_end_date,
    last(reason_place_change order by place) as clap_cla_placement_change_reason,
    first(file order by place) as file,
    first(file_row order by place) as file_row
from episodes
group by placement_id

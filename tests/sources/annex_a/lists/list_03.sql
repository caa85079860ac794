select
    child.id, child.gender, child.ethnicity, child.born, null as age,
    cine_referral_date, cine_referral_source_code,
    case when cine_referral_nfa then 'a) Yes' else 'b) No' end, 1,
    allocated.team, allocated.worker
from ssd_cin_episodes
cross join extract
join child on child.id = cine_person_id
left join allocated on allocated.person = child.id
where cine_referral_date between six_months_ago + 1 and extracted_on
order by cine_referral_date, child.id

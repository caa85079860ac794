/*
title = "whether it is suitable, from the digit after the kind of accommodation"
kind = "fills"
table = "ssd_care_leavers"
column = "clea_care_leaver_accom_suitable"
needs = ["ssd_care_leavers.clea_care_leaver_accommodation"]
why = "The SSDA903 return writes both as one code: U1 is independent living that is suitable, U2 that is not."
source = "SSDA903, ACCOM"
*/
select file_row, right(clea_care_leaver_accommodation, 1) as value
from ssd_care_leavers
where upper(left(clea_care_leaver_accommodation, 1)) between 'B' and 'Z'
    and length(clea_care_leaver_accommodation) = 2
    and right(clea_care_leaver_accommodation, 1) in ('1', '2')

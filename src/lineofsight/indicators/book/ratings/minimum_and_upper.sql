/*
rating = "minimum_and_upper"
title = "Minimum and upper target"
rule = "High is good: at or above the upper target green, at or above the minimum amber, below it red. Low is good: at or below the upper target green, at or below the minimum amber, above it red. 100 x numerator is compared with target x denominator, so that nothing is rounded."
source = "Agreed corporate targets: minimum and upper"
valid_from = "2019-04"
*/
select
    figure_id,
    case
        when better = 'higher' and 100 * numerator >= upper * denominator then 'green'
        when better = 'higher' and 100 * numerator >= minimum * denominator then 'amber'
        when better = 'lower' and 100 * numerator <= upper * denominator then 'green'
        when better = 'lower' and 100 * numerator <= minimum * denominator then 'amber'
        else 'red'
    end as rating
from figures_to_rate

"""Children behind the figures, what falls due, the monthly surgery, and the pages of a child, a worker and a team."""

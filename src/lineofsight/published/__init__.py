"""Months as they were published: frozen with their records' figures and rules, and compared with what is known since."""

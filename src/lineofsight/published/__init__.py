"""Months as they were published: frozen with their figures and rules, and compared with what is known since."""

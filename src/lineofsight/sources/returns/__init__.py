"""What the children in need census and the SSDA903 return have in common: lists, years, and being read together."""

"""What a report says, as data, and its renderings: screen, xlsx, html, csv. All show the same figures."""

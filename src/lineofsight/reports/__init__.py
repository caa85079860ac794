"""What a report says, as data, and its renderings: screen, html, pdf, pptx, docx, xlsx, csv. All say the same."""

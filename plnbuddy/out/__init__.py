"""How values become text: lines, Markdown, pages, JSON."""

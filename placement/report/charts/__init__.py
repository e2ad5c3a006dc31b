"""Small charts as SVG: readable in black and white, and in words for those who do not see them."""

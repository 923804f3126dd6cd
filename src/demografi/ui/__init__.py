"""What pages are made of: choices in the link, cached figures, chart cards, the frame."""

"""A server that answers like SCB and Kolada, written from their contract alone."""

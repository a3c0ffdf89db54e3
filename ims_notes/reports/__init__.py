"""Documents: note, handout and letter as PDF or plain text."""

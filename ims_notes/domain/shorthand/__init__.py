"""The entry language: one line of typing becomes structured rows, and back."""

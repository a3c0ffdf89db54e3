"""The progress chart's geometry: pure numbers in, frozen shapes out, no screen in between."""

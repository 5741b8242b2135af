"""A year of nudges on a walked clock, with random work, held against a slow second opinion."""

"""Every text that people see, collected from the source into one catalogue a package and language."""

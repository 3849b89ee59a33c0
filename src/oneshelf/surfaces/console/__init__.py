"""The command line's surface: commands that need modules, added to the one `oneshelf` by app/cli."""

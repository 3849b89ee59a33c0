"""Lets `python -m oneshelf.app` be the command line, whether or not its script is on the path."""

from oneshelf.app.cli import main

main()

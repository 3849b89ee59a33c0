"""`oneshelf bench`: measures the product and its limit in the same run, so that a figure is a ratio.

A bench brings its own embedded server, data and load, and leaves nothing behind. It is no test: CI runs each once at a
tiny size to see that it works, and judges no time.
"""

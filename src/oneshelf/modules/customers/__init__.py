"""The people who buy, and the cards by which every channel knows them."""

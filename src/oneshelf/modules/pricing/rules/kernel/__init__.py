"""The pricing kernel: a pure function from a basket and rules to a priced basket in which every cent is explained.

`evaluate.price` is the door. A rulebook (`book`) finds the rules that a basket may meet; groups of rules are applied
in order (`groups`), each on what the earlier ones left. A row of goods is made of stretches (`goods`): pieces that cost
the same so far. What a rule may take off is an offer (`offers`); `alone` says what one of them does by itself, `search`
what several do together that want the same pieces. `taxes` come last, and `proof` seals the result.

The till's scripts hold the same rooms under the same names (surfaces/till/static/till/pricing/); vectors in
tests/pricing/vectors and a comparison in a real browser hold the two together. Change one, change the other.
"""

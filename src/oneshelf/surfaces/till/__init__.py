"""The till: a screen at the counter that scans, sells and prints receipts.

A manager enrols the browser as a till of a place; its secret lies in a signed cookie of its own (`device`). Cashiers
unlock it with their PIN (`unlock`); every action asks again whether they may sell at that place. The basket lives in
the page and is priced here at each change (`basket`); a sale is sent once, under a key that the page makes (`sales`).
"""

"""What every shop program needs and no shopkeeper talks about: money, ids, time, SQL, transactions, events, ledgers."""

"""`oneshelf simulate`: a chain lives through seeded days, and the books must be what a child expects.

Shoppers, staff, suppliers, a bank and carriers act on the real modules and a real database; time, chance and ids come
from the seed. `books` predicts, knowing nothing of SQL, what each act leaves behind; machines die and lines are cut in
the middle of acts. After every day the workers finish, the audit must be clean and the books must agree.
"""

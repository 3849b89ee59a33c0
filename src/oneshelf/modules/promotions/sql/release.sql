-- Gives back what an owner took of promotions; tells how many uses that was.
SELECT promotions_release(%(owner)s::uuid)

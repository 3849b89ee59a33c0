-- The words of a search as they are written in the catalogue. A word with which none there begins (or every one,
-- when asked) brings the most like it: by shared trigrams, or by its first letter and one or two wrong others.
WITH typed AS (
    SELECT t.word, t.place
    FROM regexp_split_to_table(catalogue_fold(%(text)s), ' ') WITH ORDINALITY AS t (word, place)
    WHERE t.word <> ''
    ORDER BY t.place
    LIMIT %(most)s
)
SELECT
    typed.word,
    w.known,
    coalesce(a.alternatives, '{}') AS alternatives
FROM typed
CROSS JOIN LATERAL (
    SELECT EXISTS (
        SELECT FROM catalogue_word AS k
        WHERE k.word >= typed.word AND k.word < typed.word || U&'\+10FFFF'
    ) AS known
) AS w
LEFT JOIN LATERAL (
    SELECT array_agg(best.word ORDER BY best.wrong, best.likeness DESC, best.word) AS alternatives
    FROM (
        SELECT
            near.word,
            levenshtein(near.word, typed.word) AS wrong,
            similarity(near.word, typed.word) AS likeness
        FROM (
            SELECT k.word FROM catalogue_word AS k
            WHERE k.word %% typed.word
            UNION
            SELECT k.word FROM catalogue_word AS k
            WHERE
                k.word >= left(typed.word, 1)
                AND k.word < left(typed.word, 1) || U&'\+10FFFF'
                AND length(k.word) BETWEEN length(typed.word) - 1 AND length(typed.word) + 1
                AND levenshtein_less_equal(k.word, typed.word, 2) <= CASE WHEN length(typed.word) < 4 THEN 1 ELSE 2 END
        ) AS near
        ORDER BY wrong, likeness DESC, near.word
        LIMIT 4
    ) AS best
) AS a ON (NOT w.known OR %(every)s) AND length(typed.word) BETWEEN 3 AND 30 AND typed.word !~ '[0-9]'
ORDER BY typed.place

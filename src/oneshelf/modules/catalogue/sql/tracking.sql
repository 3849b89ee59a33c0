-- How units of those variants that are told apart at all are told apart.
SELECT variant.id AS variant, variant.tracks, variant.margin_days
  FROM catalogue_variant AS variant
 WHERE variant.id = ANY (%(variants)s) AND variant.tracks <> 'nothing'

-- What the server is and what our role may do on it, before anything is made there.
SELECT
    current_setting('server_version_num')::integer AS version,
    current_setting('server_version') AS version_text,
    current_setting('server_encoding') AS encoding,
    pg_is_in_recovery() AS is_standby,
    coalesce(has_schema_privilege(current_schema(), 'CREATE'), FALSE) AS makes_tables,
    has_database_privilege(current_database(), 'CREATE') AS makes_extensions,
    ARRAY(
        SELECT available.name::text
        FROM pg_available_extensions AS available
    ) AS available,
    ARRAY(
        SELECT installed.extname::text
        FROM pg_extension AS installed
    ) AS installed,
    current_user::text AS role,
    current_database()::text AS database

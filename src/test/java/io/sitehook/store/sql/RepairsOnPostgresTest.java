package io.sitehook.store.sql;

import org.junit.jupiter.api.extension.ExtendWith;

/** The same, on PostgreSQL. */
@ExtendWith(OnPostgres.class)
class RepairsOnPostgresTest extends RepairsTest {}

package io.sitehook.retention;

import io.sitehook.store.sql.OnPostgres;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same, on PostgreSQL. */
@ExtendWith(OnPostgres.class)
class RetentionOnPostgresTest extends RetentionTest {}

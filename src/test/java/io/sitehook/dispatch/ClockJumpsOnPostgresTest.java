package io.sitehook.dispatch;

import io.sitehook.store.sql.OnPostgres;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same, on PostgreSQL. */
@ExtendWith(OnPostgres.class)
class ClockJumpsOnPostgresTest extends ClockJumpsTest {}

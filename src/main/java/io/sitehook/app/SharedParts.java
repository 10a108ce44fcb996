package io.sitehook.app;

import io.sitehook.config.Settings;
import io.sitehook.store.WakeUp;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;

/** What is there before the store is open, and what works on the store shares. */
record SharedParts(
        Settings settings,
        Clock clock,
        WakeUp wakeUp,
        ScheduledExecutorService timer,
        ConnectionDirectory connections,
        SiteCaptureClients siteCapture,
        HandlersInUse handlersInUse,
        Observation observation) {}

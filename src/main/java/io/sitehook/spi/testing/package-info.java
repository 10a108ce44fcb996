/**
 * For the tests of handlers: status changes, deliveries and surroundings to be made by hand, and a run of a handler as
 * Sitehook runs it. Needs nothing but the JDK. Begin at {@link io.sitehook.spi.testing.HandlerRun}.
 *
 * <pre>{@code
 * TestContext context = TestContext.forHandler("write-file");
 * Path directory = context.directory("directory");
 * try (HandlerRun run = HandlerRun.start(new WriteFile(), context)) {
 *     AttemptResult result = run.handle(StatusChangeBuilder.statusChange().projectId("3057").build());
 *     assertEquals(AttemptResult.Kind.DONE, result.kind());
 * }
 * }</pre>
 *
 * <p>What needs the store is not here: retries, order within a project, dead letters, leases. A run ends with what
 * Sitehook would record for one attempt.
 *
 * <p>Compatibility: as {@code io.sitehook.spi}, this package only grows within a major version. In a server handlers
 * have no use for it.
 */
@NullMarked
package io.sitehook.spi.testing;

import org.jspecify.annotations.NullMarked;

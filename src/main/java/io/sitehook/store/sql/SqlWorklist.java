package io.sitehook.store.sql;

import io.sitehook.store.Worklist;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The worklist: each call is a piece of work for the writer, so it shares its commit with whatever else is waiting. */
final class SqlWorklist implements Worklist {

    private final GroupCommit commits;
    private final SetBackClock setBackClock;
    private final RouteEvents routeEvents;
    private final ClaimDeliveries claimDeliveries;
    private final FinishAttempts finishAttempts;
    private final ReleaseDeliveries releaseDeliveries;
    private final RouteArrivals routeArrivals;

    /**
     * @param node names this server in leases and attempts
     * @param alone whether no other server works on the database
     * @param routeArrivals routes what arrives in the transaction that stores it, as far as it can
     */
    SqlWorklist(
            GroupCommit commits,
            Dialect dialect,
            Clock clock,
            String node,
            boolean alone,
            RouteArrivals routeArrivals) {
        this.commits = commits;
        setBackClock = new SetBackClock(clock);
        routeEvents = new RouteEvents(dialect);
        claimDeliveries = new ClaimDeliveries(dialect, clock, node);
        finishAttempts = new FinishAttempts(dialect, clock);
        releaseDeliveries = new ReleaseDeliveries(dialect, clock, node, alone);
        this.routeArrivals = routeArrivals;
    }

    @Override
    public void routeArrivals(@Nullable Routing routing) {
        routeArrivals.by(routing);
    }

    @Override
    public CompletableFuture<Integer> route(Routing routing, int most) {
        // A claim follows, as a rule.
        return Step.submitPatiently(commits, connection -> {
            setBackClock.look(connection);
            return routeEvents.run(connection, routing, most);
        });
    }

    @Override
    public CompletableFuture<Claim> claim(List<Capacity> capacities, Set<String> paused) {
        return submit(connection -> claimDeliveries.run(connection, capacities, paused));
    }

    @Override
    public CompletableFuture<Boolean> finish(Claimed claimed, Result result) {
        // The place that is free now makes the dispatcher claim.
        return commits.submitPatiently(finishAttempts, new FinishAttempts.Finish(claimed, result));
    }

    @Override
    public CompletableFuture<Integer> heartbeat(List<Claimed> running, Duration lease) {
        return submit(connection -> releaseDeliveries.prolong(connection, running, lease));
    }

    @Override
    public CompletableFuture<Released> releaseExpired() {
        return submit(releaseDeliveries::releaseExpired);
    }

    @Override
    public CompletableFuture<Released> releaseOwn() {
        return submit(releaseDeliveries::releaseOwn);
    }

    @Override
    public CompletableFuture<Backlog> backlog() {
        return submit(CountBacklog::run);
    }

    @Override
    public CompletableFuture<Waiting> waiting() {
        return submit(CountWaiting::run);
    }

    private <O> CompletableFuture<O> submit(Step<O> step) {
        return Step.submit(commits, step, null);
    }
}

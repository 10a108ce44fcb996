package io.sitehook.standalone;

import io.sitehook.relay.StatusChangeBody;
import io.sitehook.verify.Signer;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code send}: signs and posts status changes, as SiteCapture would. */
@Command(
        name = "send",
        description = {"Signs a status change and posts it, as SiteCapture would.", ""},
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class SendCommand implements Callable<Integer> {
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]*)");

    @Option(names = "--url", paramLabel = "URL", required = true, description = "The webhook's URL.")
    private URI url = URI.create("");

    @Mixin
    private SecretOptions secret = new SecretOptions();

    @Option(
            names = "--project",
            paramLabel = "ID",
            required = true,
            description = "The project's id: sent as a number if it is a whole number, else as text.")
    private String project = "";

    @Option(
            names = "--status",
            paramLabel = "TEXT",
            defaultValue = "Complete",
            description = "The display name of the status, ${DEFAULT-VALUE} by default. "
                    + "{n} in it becomes the number of the post, from 1.")
    private String status = "Complete";

    @Option(
            names = "--state",
            paramLabel = "CODE",
            description = "The code of the workflow state, for example COMPLETE. Sent as null if not given or empty.")
    private @Nullable String state;

    @Option(names = "--api-key", paramLabel = "KEY", description = "The api_key in the body. Left out if not given.")
    private @Nullable String apiKey;

    @Option(names = "--count", paramLabel = "N", defaultValue = "1", description = "How many to send, 1 by default.")
    private int count = 1;

    @Option(
            names = "--projects",
            paramLabel = "M",
            defaultValue = "1",
            description = "Spread them over M project ids, counting up from --project. 1 by default.")
    private int projects = 1;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "0",
            description = "How many to send in a second; 0, the default, is as fast as possible.")
    private double rate;

    @Option(
            names = "--connections",
            paramLabel = "C",
            defaultValue = "8",
            description = "How many to send side by side, ${DEFAULT-VALUE} by default.")
    private int connections = 8;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws InterruptedException {
        CommandLine line = Objects.requireNonNull(command).commandLine();
        check(line);
        Poster poster = new Poster(url, new Signer(secret.key(line, System.getenv())));
        LongFunction<byte[]> bodies = bodies();
        PrintWriter out = line.getOut();
        if (count == 1) {
            Poster.Answer answer = poster.post(bodies.apply(0));
            out.println(answer.outcome() + " " + answer.text());
            out.flush();
            return answer.isGood() ? 0 : 1;
        }
        Tally tally = new Tally();
        long start = System.nanoTime();
        new Barrage(poster, bodies, tally).run(count, connections, rate);
        out.println(tally.summary(Duration.ofNanos(System.nanoTime() - start)));
        out.flush();
        return tally.allGood() ? 0 : 1;
    }

    private LongFunction<byte[]> bodies() {
        if (projects == 1) {
            return index -> body(project, index);
        }
        boolean number = project.matches("0|[1-9][0-9]*");
        return index -> {
            long step = index % projects;
            return body(
                    number
                            ? new BigInteger(project)
                                    .add(BigInteger.valueOf(step))
                                    .toString()
                            : project + "-" + step,
                    index);
        };
    }

    /** The project's id is a number if it looks like one, else a text; an empty state is sent as null. */
    private byte[] body(String id, long index) {
        return new StatusChangeBody(
                        INTEGER.matcher(id).matches() ? id : StatusChangeBody.json(id),
                        StatusChangeBody.json(status.replace("{n}", String.valueOf(index + 1))),
                        state == null || state.isEmpty() ? StatusChangeBody.NULL : StatusChangeBody.json(state),
                        apiKey,
                        "status_change")
                .bytes();
    }

    private void check(CommandLine line) {
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!http || url.getHost() == null) {
            throw new ParameterException(line, "Invalid value for option '--url': write http://host:port/path");
        }
        atLeastOne(line, "--count", count);
        atLeastOne(line, "--projects", projects);
        atLeastOne(line, "--connections", connections);
        if (!(rate >= 0) || Double.isInfinite(rate)) {
            throw new ParameterException(line, "Invalid value for option '--rate': " + rate + " is not 0 or more");
        }
    }

    private static void atLeastOne(CommandLine line, String option, int number) {
        if (number < 1) {
            throw new ParameterException(
                    line, "Invalid value for option '" + option + "': " + number + " is not 1 or more");
        }
    }
}

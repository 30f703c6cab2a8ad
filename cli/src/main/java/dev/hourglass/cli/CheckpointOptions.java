package dev.hourglass.cli;

import dev.hourglass.train.Interval;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** How a training survives a power cut. */
public final class CheckpointOptions {
    private static final String NONE = "none";
    private static final Pattern AMOUNT = Pattern.compile("([1-9][0-9]{0,8})([smh]?)");

    @Option(names = "--checkpoint-every", paramLabel = "N|TIME", defaultValue = "5m",
            description = "How often everything is saved that training needs to go on after a power cut: after N "
                    + "steps, or 30s, 5m, 2h; none for never. 'hourglass resume DIR' goes on. Default: "
                    + "${DEFAULT-VALUE}")
    private String every = "5m";

    @Option(names = "--restart",
            description = "Gives up an unfinished run in the folder of --out and starts over.")
    private boolean restart;

    /** As given. */
    String words() {
        return every;
    }

    RunMode mode() {
        return restart ? RunMode.RESTART : RunMode.TRAIN;
    }

    /** Empty for never. */
    Optional<Interval> interval() {
        if (every.equals(NONE)) {
            return Optional.empty();
        }
        var matcher = AMOUNT.matcher(every);
        if (!matcher.matches()) {
            throw new WrongOption(
                    "--checkpoint-every: expected a number of steps such as 1000, a time such as "
                            + "30s, 5m or 2h, or none, found '" + every + "'");
        }
        long amount = Long.parseLong(matcher.group(1));
        return Optional.of(switch (matcher.group(2)) {
            case "s" -> new Interval.Elapsed(Duration.ofSeconds(amount));
            case "m" -> new Interval.Elapsed(Duration.ofMinutes(amount));
            case "h" -> new Interval.Elapsed(Duration.ofHours(amount));
            default -> new Interval.Steps(amount);
        });
    }
}

package dev.hourglass.cli;

import dev.hourglass.spi.Backends;
import dev.hourglass.spi.DeviceInfo;
import dev.hourglass.spi.Options;
import picocli.CommandLine.Option;

/** Which backend computes. */
public final class BackendOptions {
    static final String THREADS = "--threads";

    @Option(names = "--backend", paramLabel = "NAME", defaultValue = Backends.AUTO,
            description = "What computes: auto (the best usable one), a name, or a name with '!' (that one or "
                    + "none). cuda:1 is the second GPU, cuda:fast lets products be rounded to TF32, cuda:mixed "
                    + "computes with bfloat16 where it can. "
                    + "'hourglass backends' lists them. Default: ${DEFAULT-VALUE}")
    private String name = Backends.AUTO;

    @Option(names = THREADS, paramLabel = "N", defaultValue = "0",
            description = "Threads to compute with, baselines included; 0 leaves it to the backend. "
                    + "Default: ${DEFAULT-VALUE}")
    private int threads;

    public String name() {
        return name;
    }

    public int threads() {
        return threads;
    }

    /** Opens it, and says which one it is and why others were not taken. */
    public Backends.Choice open(Streams streams) {
        if (threads < 0) {
            throw new WrongOption("--threads: expected 0 or more, found " + threads);
        }
        var choice = Backends.open(name, Options.standard().withThreads(threads));
        DeviceInfo device = choice.backend().device();
        boolean asked = !choice.requested().equals(Backends.AUTO);
        for (var refusal : choice.refused()) {
            streams.say("Backend " + refusal.name() + " is not used: " + (asked ? refusal.reason()
                    : inShort(refusal.reason()) + " ('hourglass backends' says more)"));
        }
        if (choice.isFallback()) {
            streams.say("Backend " + device.backend() + " computes instead of " + choice.requested()
                    + "; '--backend " + choice.requested() + "!' would have stopped here.");
        }
        return choice;
    }

    /** What is wrong, without where was looked and what to do: nobody asked for that backend. */
    public static String inShort(String reason) {
        return reason.split(" \\(|[:;,] ", 2)[0];
    }

    /** The device in words. */
    public static String words(DeviceInfo device) {
        return device.backend() + " (" + device.version() + ") on " + device.device() + ", "
                + Words.count(device.threads(), "thread");
    }
}

package dev.hourglass.spi;

import dev.hourglass.spi.Options.Arithmetic;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a user writes to choose a backend: its name, then perhaps {@code :1} for its second device,
 * {@code :fast} or {@code :mixed} for reduced precision, and {@code !} for this one or none.
 *
 * @param name       of the provider, or {@code auto}
 * @param device     from 0
 * @param isRequired whether no other may take its place
 */
record BackendName(String name, int device, Arithmetic arithmetic, boolean isRequired) {
    private static final Pattern PATTERN = Pattern.compile("([^:!]*)(?::(\\d{1,4}))?(:fast|:mixed)?(!)?");

    /** @throws BackendException when it is none of this */
    static BackendName parse(String text) {
        Matcher match = PATTERN.matcher(text);
        if (!match.matches() || match.group(1).equals(Backends.AUTO)
                && (match.group(2) != null || match.group(3) != null)) {
            throw new BackendException("backend '" + text
                    + "': expected auto or a name, after a name perhaps "
                    + ":1 for its second device and :fast or :mixed for reduced precision, and at the end "
                    + "perhaps ! for this one or none, as in cuda:1:fast!");
        }
        return new BackendName(match.group(1), match.group(2) == null ? 0 : Integer.parseInt(match.group(2)),
                match.group(3) == null ? Arithmetic.STRICT : Arithmetic.of(match.group(3)),
                match.group(4) != null);
    }

    /** What it says, and for the rest what the options say. */
    Options options(Options given) {
        Options chosen = device == 0 ? given : given.withDevice(device);
        return arithmetic == Arithmetic.STRICT ? chosen : chosen.withArithmetic(arithmetic);
    }

    /** As a backend with these options is called; {@link #parse} understands it. */
    static String of(String provider, Options options) {
        return provider + (options.device() == 0 ? "" : ":" + options.device())
                + options.arithmetic().suffix();
    }
}

package dev.hourglass.cli;

import dev.hourglass.bench.BenchException;
import dev.hourglass.data.DataException;
import dev.hourglass.plan.PlanException;
import dev.hourglass.spi.BackendException;
import dev.hourglass.train.DivergedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Errors as one line for people, and as an exit code. */
final class Failures {

    /** How much is told. */
    enum Detail {
        ONE_LINE, STACK_TRACE
    }

    private Failures() {
    }

    /** Prints an error; returns the exit code. */
    static int report(Throwable failure, Detail detail, Streams streams) {
        Throwable known = causes(failure).filter(Failures::isForUser).findFirst().orElse(null);
        if (detail == Detail.STACK_TRACE) {
            streams.err().print(stackTrace(failure));
        }
        if (known != null) {
            streams.say("hourglass: " + oneLine(known));
            return ExitCode.USER;
        }
        if (causes(failure).anyMatch(OutOfMemoryError.class::isInstance)) {
            streams.say("hourglass: Java's heap of " + Words.bytes(Runtime.getRuntime().maxMemory())
                    + " is too small for this; raise it with HOURGLASS_JVM_OPTIONS=-Xmx8g, or use fewer rows");
            return ExitCode.FAILED;
        }
        String where = detail == Detail.STACK_TRACE ? "" : "; " + keep(failure);
        streams.say("hourglass: unexpected " + failure.getClass().getSimpleName() + ": " + oneLine(failure)
                + where);
        return ExitCode.FAILED;
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, each -> each != null, Throwable::getCause).limit(20);
    }

    private static boolean isForUser(Throwable failure) {
        return failure instanceof DataException || failure instanceof PlanException
                || failure instanceof BackendException || failure instanceof DivergedException
                || failure instanceof WrongOption || failure instanceof BenchException;
    }

    private static String oneLine(Throwable failure) {
        String message = failure.getMessage() == null ? "no message" : failure.getMessage();
        return String.join(" ", message.lines().map(String::strip).toList());
    }

    private static String stackTrace(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** Puts the stack trace where it can be sent from. */
    private static String keep(Throwable failure) {
        try {
            Path file = Files.createTempFile("hourglass-error-", ".txt");
            Files.writeString(file, stackTrace(failure));
            return "the details are in " + file;
        } catch (IOException _) {
            return "run it again with --stacktrace for the details";
        }
    }
}

package dev.hourglass.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * A contestant in a process of its own: answers one line of JSON for every line it reads. In one process the
 * systems would share an OpenMP runtime, and each would work with the other's number of threads.
 */
final class Worker {
    /** Begins the lines that are answers; libraries print lines of their own. */
    static final String MARK = "bench: ";
    private static final String OWN = "hourglass";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String system;
    private final String variant;
    private Contestant contestant;
    private Work.Task task;

    private Worker(String system, String variant) {
        this.system = system;
        this.variant = variant;
    }

    /** Arguments: {@code hourglass/BACKEND}, or a peer's name and, after a slash, its form. */
    public static void main(String[] arguments) throws IOException {
        String[] parts = arguments[0].split("/", 2);
        var worker = new Worker(parts[0], parts.length > 1 ? parts[1] : "");
        var answers = System.out;
        var requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        worker.serve(requests, answers);
        // Libraries may have left threads behind.
        System.exit(0);
    }

    private void serve(BufferedReader requests, PrintStream answers) throws IOException {
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            Reply reply;
            try {
                reply = answer(JSON.readValue(line, Request.class));
            } catch (UnsupportedOperationException e) {
                reply = Reply.unsupported(String.valueOf(e.getMessage()));
            } catch (RuntimeException | LinkageError e) {
                reply = Reply.failed(e.toString());
            }
            answers.println(MARK + JSON.writeValueAsString(reply));
            answers.flush();
        }
        close();
    }

    private Reply answer(Request request) {
        return switch (request.command()) {
            case OPEN -> open(request.work(), SharedData.read(Path.of(request.data())));
            case GO -> go(request.count());
            case OUTPUT -> {
                var values = new ArrayList<Float>();
                for (float value : contestant.output()) {
                    values.add(value);
                }
                yield Reply.output(values);
            }
        };
    }

    private Reply open(Work wanted, SharedData data) {
        close();
        task = wanted.task();
        contestant = system.equals(OWN) ? new HourglassContestant(variant, wanted, data)
                : provider().open(variant, wanted, data);
        return Reply.opened(contestant.name(), contestant.planned().orElse(0), contestant.flops().orElse(0));
    }

    private ContestantProvider provider() {
        return ServiceLoader.load(ContestantProvider.class).stream().map(ServiceLoader.Provider::get)
                .filter(each -> each.name().equals(system)).findFirst()
                .orElseThrow(() -> new IllegalStateException("no system '" + system + "' on the class path"));
    }

    private Reply go(int count) {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var losses = new ArrayList<Double>();
        var clock = new ArrayList<Double>();
        long processor = system.getProcessCpuTime();
        for (int i = 0; i < count; i++) {
            long begin = System.nanoTime();
            switch (task) {
                case TRAIN -> losses.add(contestant.train());
                case INFER -> contestant.infer();
            }
            clock.add((System.nanoTime() - begin) / 1e6);
        }
        return Reply.timed(losses, clock, (system.getProcessCpuTime() - processor) / 1e6);
    }

    private void close() {
        if (contestant != null) {
            contestant.close();
            contestant = null;
        }
    }

    /** The worker's answer for the coordinator, or nothing where the line is some library's. */
    static Optional<Reply> parse(String line) throws IOException {
        return line.startsWith(MARK) ? Optional.of(JSON.readValue(line.substring(MARK.length()), Reply.class))
                : Optional.empty();
    }
}

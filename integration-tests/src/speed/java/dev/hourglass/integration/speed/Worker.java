package dev.hourglass.integration.speed;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * A contestant in a process of its own: a step for every line it reads. In one process the two would share an
 * OpenMP runtime, and each would work with the other's number of threads.
 */
final class Worker {
    /** Begins the lines that are answers; libraries print lines of their own. */
    static final String MARK = "speed: ";
    static final String LIBTORCH_FIRST = "libtorch-channels-first";
    static final String LIBTORCH_LAST = "libtorch-channels-last";

    private Worker() {
    }

    /** Arguments: contestant or backend, golden file, criterion, noise, batch, threads. */
    public static void main(String[] arguments) throws IOException {
        var task = new Task(Task.Criterion.valueOf(arguments[2]), Task.Noise.valueOf(arguments[3]),
                Integer.parseInt(arguments[4]), Integer.parseInt(arguments[5]));
        var data = new TaskData(Path.of(arguments[1]), task.batch());
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (var contestant = open(arguments[0], task, data)) {
            System.out.println(MARK + contestant.name());
            while (commands.readLine() != null) {
                var sample = step(contestant);
                System.out.println(MARK + sample.loss() + " " + sample.clock() + " " + sample.processor());
            }
        }
    }

    private static Contestant open(String name, Task task, TaskData data) {
        return switch (name) {
            case LIBTORCH_FIRST -> new LibtorchDenoiser(task, data, MemoryFormat.Contiguous);
            case LIBTORCH_LAST -> new LibtorchDenoiser(task, data, MemoryFormat.ChannelsLast);
            default -> new HourglassDenoiser(task, data, name);
        };
    }

    private static Sample step(Contestant contestant) {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long processorBegin = system.getProcessCpuTime();
        long begin = System.nanoTime();
        contestant.step();
        long end = System.nanoTime();
        return new Sample(contestant.loss(), (end - begin) / 1e6,
                (system.getProcessCpuTime() - processorBegin) / 1e6);
    }
}

package dev.hourglass.cuda;

import dev.hourglass.data.Npz;
import dev.hourglass.data.NpyArray;
import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.Corruption;
import dev.hourglass.models.Objective;
import dev.hourglass.models.Strength;
import dev.hourglass.models.Tutorial;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Session;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a backend computes of the tutorial's models, to be kept and held against a GPU elsewhere: codes of the
 * first weights, losses of some training steps, all parameters and outputs after them; and digests of what
 * has to be the same in every bit, the first weights and noise that only compares and selects.
 *
 * <p>Arguments: the folder to write to, then backends; each becomes BACKEND.npz.
 */
final class StoredResults {
    /** Few in the build, where a CPU plays the GPU. */
    private static final int STEPS = Integer.getInteger("hourglass.stored.steps", 2);
    /** Entries under these names are digests: 32 bytes as 8 integers. */
    static final String DIGEST = "digest/";
    private static final int BATCH = 16;
    private static final Shape ROW = Shape.of(28, 28, 1);

    private StoredResults() {
    }

    public static void main(String[] arguments) {
        for (String name : Arrays.asList(arguments).subList(1, arguments.length)) {
            try (var choice = Backends.open(name + "!", Options.standard())) {
                Npz.write(Path.of(arguments[0], name + ".npz"), of(choice.backend()));
                System.out.println("stored what " + choice.backend().device() + " computes");
            }
        }
    }

    static Map<String, NpyArray> of(Backend backend) {
        var results = new TreeMap<String, NpyArray>();
        add("denoising", Digits.denoiser(BATCH), backend, results);
        add("compression", Digits.compressor(BATCH), backend, results);
        noise(backend, results);
        return results;
    }

    private static void add(String model, Program program, Backend backend, Map<String, NpyArray> results) {
        try (var session = Digits.open(program, backend, BATCH)) {
            put(results, DIGEST + model + "/initial", digest(parameters(session)));
            // Codes of weights that are the same in every bit: after some steps one relu whose input is
            // within rounding of 0 has let a gradient through on one backend only, and Adam makes much of it.
            session.run(Routine.ENCODE);
            put(results, model + "/codes", session.read(program.port(Ports.CODE)));
            float[] losses = new float[STEPS];
            for (int step = 0; step < STEPS; step++) {
                session.write(program.port(Ports.TRAIN_LOSS), 0f, 0f);
                session.run(Routine.TRAIN_STEP);
                float[] totals = session.read(program.port(Ports.TRAIN_LOSS));
                losses[step] = totals[0] / totals[1];
            }
            put(results, model + "/losses", losses);
            put(results, model + "/parameters", parameters(session));
            session.run(Routine.RECONSTRUCT);
            put(results, model + "/outputs", session.read(program.port(Ports.OUTPUT)));
        }
    }

    /** Each value is kept or becomes 0, as a uniform number says: no rounding. */
    private static void noise(Backend backend, Map<String, NpyArray> results) {
        var masking = Objective.denoising(new Corruption.Masking(Strength.of(0.3f)));
        var program = AutoencoderProgram.training(Tutorial.denoising(ROW), masking, BATCH, 1);
        try (var session = Digits.open(program, backend, BATCH)) {
            session.run(Routine.EVALUATE);
            put(results, DIGEST + "masked", digest(session.read(program.port(Ports.CORRUPTED))));
        }
    }

    private static float[] parameters(Session session) {
        var parameters = session.program().parameters();
        float[] all = new float[parameters.stream().mapToInt(each -> each.slot().elements()).sum()];
        int at = 0;
        for (var each : parameters) {
            float[] values = session.read(each.slot());
            System.arraycopy(values, 0, all, at, values.length);
            at += values.length;
        }
        return all;
    }

    /** SHA-256 of the values' bytes, least significant first. */
    private static int[] digest(float[] values) {
        var bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        try {
            int[] digest = new int[8];
            ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes.array())).asIntBuffer()
                    .get(digest);
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void put(Map<String, NpyArray> results, String name, float[] values) {
        results.put(name, NpyArray.of(values, values.length));
    }

    private static void put(Map<String, NpyArray> results, String name, int[] values) {
        results.put(name, NpyArray.of(values, values.length));
    }
}

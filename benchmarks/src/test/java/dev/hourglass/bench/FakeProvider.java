package dev.hourglass.bench;

import java.util.List;

/** Contestants that are right, wrong, cannot or break, around the backend {@code reference}. */
public final class FakeProvider implements ContestantProvider {
    static final String NAME = "fake";
    static final String RIGHT = "right";
    static final String WRONG = "wrong";
    static final String TRAINS_ONLY = "trains-only";
    static final String BREAKS = "breaks";
    static final String EXITS = "exits";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Contestant open(String variant, Work work, SharedData data) {
        if (!List.of(RIGHT, WRONG, TRAINS_ONLY, BREAKS, EXITS).contains(variant)) {
            throw ContestantProvider.unknown(NAME, variant, List.of(RIGHT, WRONG));
        }
        if (variant.equals(TRAINS_ONLY) && work.task() == Work.Task.INFER) {
            throw new UnsupportedOperationException("trains only");
        }
        System.out.println("a library that greets on the standard output");
        return new Fake(variant, new HourglassContestant("reference", work, data));
    }

    private record Fake(String variant, Contestant inner) implements Contestant {
        @Override
        public String name() {
            return "fake " + variant;
        }

        @Override
        public double train() {
            switch (variant) {
                case BREAKS -> throw new IllegalStateException("the kernel is broken");
                case EXITS -> {
                    System.err.println("segmentation fault, so to speak");
                    Runtime.getRuntime().halt(139);
                }
                default -> {
                    // Goes on.
                }
            }
            return inner.train() * (variant.equals(WRONG) ? 1.001 : 1);
        }

        @Override
        public void infer() {
            inner.infer();
        }

        @Override
        public float[] output() {
            return inner.output();
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}

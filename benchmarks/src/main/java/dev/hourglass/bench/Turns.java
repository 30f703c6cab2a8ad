package dev.hourglass.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Contestants in turn, so that whatever else the machine does falls on all of them. A round is one turn of
 * each; who begins changes from round to round. Whoever has used up its time is left out of the later rounds.
 *
 * @param rounds  most turns of each
 * @param least   turns that even the slowest gets
 * @param seconds time of each, all its turns together; and what it warms up for at most
 * @param count   steps or inferences in a turn
 */
record Turns(int rounds, int least, double seconds, double warmUp, int count) {

    /** What one contestant measured: milliseconds of each step, and of each turn its median. */
    static final class Measured {
        private final List<Double> clock = new ArrayList<>();
        private final List<Double> turns = new ArrayList<>();
        private final List<Double> losses = new ArrayList<>();
        private double processor;
        private double spent;

        private void add(Reply reply) {
            clock.addAll(reply.clock());
            turns.add(Series.of(reply.clock()).median());
            losses.addAll(reply.losses());
            processor += reply.processor();
            spent += reply.clock().stream().mapToDouble(each -> each).sum() / 1e3;
        }

        Series clock() {
            return Series.of(clock);
        }

        double[] turns() {
            return turns.stream().mapToDouble(each -> each).toArray();
        }

        double processor() {
            return processor / clock.size();
        }
    }

    /** Lets each one work until it is at its full speed. */
    void warmUp(List<Remote> remotes) {
        for (Remote remote : remotes) {
            double spent = 0;
            int done = 0;
            while (done < 2 || spent < warmUp * 1e3) {
                spent += remote.goOn(count).clock().stream().mapToDouble(each -> each).sum();
                done++;
            }
        }
    }

    /** The rounds; results in the order of the contestants. */
    List<Measured> take(List<Remote> remotes) {
        var measured = new ArrayList<Measured>();
        remotes.forEach(_ -> measured.add(new Measured()));
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < remotes.size(); i++) {
                int who = (i + round) % remotes.size();
                if (round < least || measured.get(who).spent < seconds) {
                    measured.get(who).add(remotes.get(who).go(count));
                }
            }
        }
        return measured;
    }
}

package dev.hourglass.cli;

import java.util.concurrent.Callable;

/** A command that trains a model, and can be told to go on with a run instead of starting one. */
public interface TrainingCommand extends Callable<Integer> {
    RunOptions run();

    @Override
    Integer call();
}

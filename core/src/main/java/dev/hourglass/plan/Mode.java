package dev.hourglass.plan;

/** What a layer is lowered for; some behave differently in training. */
public enum Mode {
    TRAIN, INFER
}

package dev.hourglass.plan;

/** Names of the slots in which programs and those who run them meet. */
public final class Ports {
    /** F32 (n, ...): a batch of rows. */
    public static final String INPUT = "input";
    /** F32 (n, ...): what the output is compared with, where that is not the input itself. */
    public static final String TARGET = "target";
    /** F32 (n): weight of each row in the loss; 0 for rows that only fill up the batch. */
    public static final String WEIGHTS = "weights";
    /** F32 (n, ...): the encoder's result. */
    public static final String CODE = "code";
    /** F32 (n, ...): what the decoder starts from in DECODE. */
    public static final String CODE_INPUT = "code-input";
    /** F32 (n, ...): the decoder's result. */
    public static final String OUTPUT = "output";
    /** F32 (n, ...): the input as the encoder saw it, with its noise. */
    public static final String CORRUPTED = "corrupted";
    /** F32 scalar: learning rate. */
    public static final String RATE = "rate";
    /** F32 scalar: factor on every gradient. */
    public static final String GRADIENT_SCALE = "gradient-scale";
    /** F32 scalar: norm of the last gradient before clipping. */
    public static final String GRADIENT_NORM = "gradient-norm";
    /** I32 scalar: steps taken; random ops of training draw by it. */
    public static final String STEP = "step";
    /** I32 scalar: random ops outside training draw by it. */
    public static final String DRAW = "draw";
    /** F32 (2): Σ weight · loss and Σ weight since the host last cleared them. */
    public static final String TRAIN_LOSS = "train/loss";

    private Ports() {
    }

    /** F32 (2): a metric's Σ weight · value and Σ weight since the host last cleared them. */
    public static String metric(String name) {
        return "evaluate/" + name;
    }
}

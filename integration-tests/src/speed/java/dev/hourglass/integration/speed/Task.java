package dev.hourglass.integration.speed;

/**
 * What both contestants do.
 *
 * @param criterion loss on the output's logits
 * @param batch     images per step
 * @param threads   threads to compute with
 */
record Task(Criterion criterion, int batch, int threads) {

    enum Criterion {
        /** Binary cross-entropy from the logits. */
        BCE,
        /** Mean squared error after a sigmoid. */
        MSE
    }

    static final float LEARNING_RATE = 1e-3f;
    static final int SIDE = 28;
}

package dev.hourglass.integration.speed;

/**
 * What both contestants do.
 *
 * @param criterion loss on the output's logits
 * @param noise     where the noise comes from
 * @param batch     images per step
 * @param threads   threads to compute with
 */
record Task(Criterion criterion, Noise noise, int batch, int threads) {

    enum Criterion {
        /** Binary cross-entropy from the logits. */
        BCE,
        /** Mean squared error after a sigmoid. */
        MSE
    }

    enum Noise {
        /** The noisy images are given with the clean ones. */
        GIVEN,
        /** Each step draws its noise, adds it and clips, as training does. */
        DRAWN
    }

    static final float LEARNING_RATE = 1e-3f;
    static final float DEVIATION = 0.4f;
    static final int SIDE = 28;

    @Override
    public String toString() {
        return criterion + ", noise " + noise + ", batch " + batch + ", threads " + threads;
    }
}

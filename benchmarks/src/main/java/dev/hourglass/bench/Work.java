package dev.hourglass.bench;

/**
 * What a contestant does over and over.
 *
 * @param threads to compute with
 */
public record Work(TutorialModel model, Task task, Size size, int threads) {

    /** What is done with the model. */
    public enum Task {
        /** A step: forward, loss, backward, Adam at 1e-3. */
        TRAIN,
        /** Rows through encoder and decoder. */
        INFER
    }

    @Override
    public String toString() {
        String what = switch (task) {
            case TRAIN -> "training step";
            case INFER -> size.batch() == 1 ? "one image" : "inference";
        };
        String images = size.batch() == 1 ? "" : ", batch " + size.batch();
        String other = size.equals(Size.of(size.batch())) ? ""
                : ", side " + size.side() + ", " + size.channels() + " channels";
        return model.word() + ", " + what + images + other + ", " + threads
                + (threads == 1 ? " thread" : " threads");
    }
}

package dev.hourglass.cli;

import dev.hourglass.data.Dataset;
import dev.hourglass.report.tensorboard.TensorBoard;
import dev.hourglass.spi.Session;
import dev.hourglass.train.TrainListener;
import java.util.List;
import java.util.Optional;

/** Shows in TensorBoard, after each epoch, what the model makes of the same few images. */
final class EpochPictures implements TrainListener {
    private static final String NAME = "samples";

    private final TensorBoard board;
    private final Task task;
    private final Examples examples;
    private final List<Integer> rows;

    /**
     * @param session the one that trains
     * @param images  those to take some of
     */
    EpochPictures(TensorBoard board, Task task, Session session, Dataset images) {
        this.board = board;
        this.task = task;
        this.examples = new Examples(session, images);
        this.rows = examples.typical(SampleSheet.columns(Gallery.COLUMNS, images.shape()));
    }

    /** EVALUATE changes nothing that a step reads, so the training stays the same to the last bit. */
    @Override
    public void epoch(Epoch epoch) {
        var section = Gallery.section(task, "", examples.of(rows), Optional.empty());
        board.picture(NAME, epoch, SampleSheet.draw(List.of(section)));
    }
}

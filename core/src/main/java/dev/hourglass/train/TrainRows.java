package dev.hourglass.train;

import dev.hourglass.data.Batch;
import dev.hourglass.data.BatchPosition;
import dev.hourglass.data.Batcher;
import dev.hourglass.data.Dataset;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.RowStore;
import dev.hourglass.spi.Session;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows that a session is trained on, batch by batch: kept where the backend computes if it has a place
 * for them and they look the same in each epoch, otherwise brought with each batch. The values are the same.
 */
final class TrainRows implements StepFeed {
    private static final Logger LOG = LoggerFactory.getLogger(TrainRows.class);
    /** Floats that are copied into the store at once, at least a row. */
    private static final int AT_ONCE = 1 << 20;

    private final Session session;
    private final Feed feed;
    private final Dataset data;
    private final Optional<RowStore> store;
    private final Batcher batches;
    private Batch batch;

    TrainRows(Session session, Feed feed, Dataset data, long seed) {
        this.session = session;
        this.feed = feed;
        this.data = data;
        this.store = data.isFixed() ? session.store(session.program().port(Ports.INPUT), data.size())
                : Optional.empty();
        try {
            store.ifPresent(each -> fill(each, data));
        } catch (RuntimeException e) {
            store.ifPresent(RowStore::close);
            throw e;
        }
        this.batches = store.isPresent() ? Batcher.numbers(data, feed.batch(), seed)
                : Batcher.shuffled(data, feed.batch(), seed);
    }

    private static void fill(RowStore store, Dataset data) {
        int elements = data.shape().elements();
        int atOnce = Math.clamp(AT_ONCE / elements, 1, data.size());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocate(ValueLayout.JAVA_FLOAT, (long) atOnce * elements);
            float[] row = new float[elements];
            for (int first = 0; first < data.size(); first += atOnce) {
                int count = Math.min(atOnce, data.size() - first);
                for (int i = 0; i < count; i++) {
                    data.read(first + i, row, 0);
                    MemorySegment.copy(row, 0, values, ValueLayout.JAVA_FLOAT, 4L * i * elements, elements);
                }
                store.write(first, values.asSlice(0, 4L * count * elements));
            }
        }
        LOG.debug("{}: the rows are kept on the device", data.name());
    }

    @Override
    public String name() {
        return data.name();
    }

    @Override
    public Shape row() {
        return data.shape();
    }

    @Override
    public int batch() {
        return feed.batch();
    }

    @Override
    public int rows() {
        return data.size();
    }

    @Override
    public void seek(BatchPosition position) {
        batches.seek(position);
    }

    @Override
    public int next() {
        batch = batches.next();
        return batch.real();
    }

    @Override
    public void write() {
        store.ifPresentOrElse(each -> {
            each.take(batch.numbers());
            session.write(session.program().port(Ports.WEIGHTS), batch.weights());
        }, () -> feed.write(batch));
    }

    @Override
    public void close() {
        batches.close();
        store.ifPresent(RowStore::close);
    }
}

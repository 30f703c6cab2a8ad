package dev.hourglass.data;

import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;
import java.lang.foreign.Arena;
import java.util.concurrent.CancellationException;

/**
 * Cuts a data set into batches, epoch after epoch without end. The last batch of an epoch is filled up by
 * repeating its rows with weight 0, so no row is dropped and a data set smaller than a batch works. A thread
 * prepares the next batch while the last one is used; memory is taken once. For one caller; {@link #close}
 * ends the thread.
 */
public final class Batcher implements AutoCloseable {

    /** In which order rows come. */
    private enum Order {
        STORED, SHUFFLED
    }

    private final Dataset data;
    private final int batchSize;
    private final long seed;
    private final int[] order;
    private final Arena arena = Arena.ofShared();
    private Batch front;
    private Batch back;
    private int orderedEpoch = -1;

    // Guarded by this: the turn of the two threads. Monitors, because waiting on a lock of
    // java.util.concurrent allocates.
    private int nextEpoch;
    private int nextBatch;
    private boolean filled;
    private boolean closed;
    private Throwable failure;
    private Thread worker;

    /** What batches hold. */
    private enum Content {
        VALUES, NUMBERS
    }

    private Batcher(Dataset data, int batchSize, long seed, Order order, Content content) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("a batch must have at least one row, found " + batchSize);
        }
        this.data = data;
        this.batchSize = batchSize;
        this.seed = seed;
        this.order = order == Order.SHUFFLED ? new int[data.size()] : null;
        int elements = content == Content.VALUES ? data.shape().elements() : 0;
        this.front = new Batch(arena, batchSize, elements);
        this.back = new Batch(arena, batchSize, elements);
    }

    /** Each epoch in its own random order, which depends on (seed, epoch) and the number of rows only. */
    public static Batcher shuffled(Dataset data, int batchSize, long seed) {
        return new Batcher(data, batchSize, seed, Order.SHUFFLED, Content.VALUES);
    }

    /**
     * As {@link #shuffled}, but batches have only the rows' numbers and weights: for rows that are kept where
     * the backend computes.
     */
    public static Batcher numbers(Dataset data, int batchSize, long seed) {
        return new Batcher(data, batchSize, seed, Order.SHUFFLED, Content.NUMBERS);
    }

    /** Each epoch in the data set's order. */
    public static Batcher sequential(Dataset data, int batchSize) {
        return new Batcher(data, batchSize, 0, Order.STORED, Content.VALUES);
    }

    /** Rows of a batch, those that fill it up included. */
    public int batchSize() {
        return batchSize;
    }

    /** Batches in an epoch, at least 1. */
    public int batches() {
        return (data.size() - 1) / batchSize + 1;
    }

    /**
     * The next batch; after the last of an epoch comes the first of the next. The batch returned before is
     * given back.
     *
     * @throws DataException         what the data set threw when it was read in the background
     * @throws CancellationException when the waiting thread is interrupted
     */
    public Batch next() {
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the batcher is closed");
            }
            start();
            await();
            Batch ready = back;
            back = front;
            front = ready;
            filled = false;
            notifyAll();
        }
        return front;
    }

    /**
     * Goes on from another place: {@link #next} will return the batch of that position.
     *
     * @param position its batch below {@link #batches}
     */
    public synchronized void seek(BatchPosition position) {
        if (position.batch() >= batches()) {
            throw new IllegalArgumentException(
                    "expected a batch below " + batches() + ", found " + position.batch());
        }
        if (worker != null) {
            await();
        }
        nextEpoch = position.epoch();
        nextBatch = position.batch();
        filled = false;
        notifyAll();
    }

    private void await() {
        while (!filled && failure == null) {
            try {
                wait();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted while waiting for a batch of " + data.name());
            }
        }
        switch (failure) {
            case null -> {
            }
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }

    private void start() {
        if (worker == null) {
            worker = Thread.ofPlatform().daemon().name("batches of " + data.name()).start(this::work);
        }
    }

    private void work() {
        try {
            while (true) {
                Batch batch;
                int epoch;
                int number;
                synchronized (this) {
                    while (filled && !closed) {
                        wait();
                    }
                    if (closed) {
                        return;
                    }
                    batch = back;
                    epoch = nextEpoch;
                    number = nextBatch;
                }
                arrange(epoch);
                batch.fill(data, order, epoch, number);
                synchronized (this) {
                    nextBatch = (number + 1) % batches();
                    nextEpoch = nextBatch == 0 ? epoch + 1 : epoch;
                    filled = true;
                    notifyAll();
                }
            }
        } catch (Throwable e) {
            synchronized (this) {
                failure = e;
                notifyAll();
            }
        }
    }

    private void arrange(int epoch) {
        if (order != null && epoch != orderedEpoch) {
            for (int i = 0; i < order.length; i++) {
                order[i] = i;
            }
            new PhiloxGenerator(seed, Streams.SHUFFLING.id(), epoch).shuffle(order);
            orderedEpoch = epoch;
        }
    }

    /** Ends the thread and frees the memory; batches handed out must not be used any more. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            running = worker;
            notifyAll();
        }
        boolean interrupted = false;
        while (running != null && running.isAlive()) {
            try {
                running.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (arena.scope().isAlive()) {
            arena.close();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.hourglass.cli;

import dev.hourglass.data.DataException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second process from going on with the same run. The system gives the lock free when the process
 * dies, however that comes.
 */
final class RunLock implements AutoCloseable {
    private static final String NAME = "lock";

    private final Path file;
    private final FileChannel channel;

    private RunLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @param folder of the checkpoints, which exists
     * @param out    folder of the run, for the message
     * @throws DataException when another process has it
     */
    static RunLock take(Path folder, Path out) {
        Path file = folder.resolve(NAME);
        try {
            var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) != null) {
                return new RunLock(file, channel);
            }
            channel.close();
        } catch (IOException e) {
            throw new DataException(file + ": cannot be written: " + e.getMessage(), e);
        }
        throw new DataException(
                out + ": another process trains in this folder; wait for its end, or end it first");
    }

    /** Null when somebody has it. */
    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
            channel.close();
        } catch (IOException e) {
            throw new DataException(file + ": cannot be removed: " + e.getMessage(), e);
        }
    }
}

package dev.hourglass.cli;

import dev.hourglass.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;

/** The folder that results go to: checked before hours of work, written to after them. */
public final class OutputFolder {
    private final Path folder;
    private final boolean created;

    private OutputFolder(Path folder, boolean created) {
        this.folder = folder;
        this.created = created;
    }

    /**
     * Creates the folder where it is missing, and tries whether it can be written to.
     *
     * @param bytes room that the results will need
     * @throws DataException when it cannot be used; nothing is left behind
     */
    public static OutputFolder prepare(Path folder, long bytes) {
        boolean isNew = !Files.exists(folder);
        try {
            if (!isNew && !Files.isDirectory(folder)) {
                throw new DataException(folder + ": expected a folder for the results, found a file");
            }
            Files.createDirectories(folder);
            var output = new OutputFolder(folder, isNew);
            output.tryOut(bytes);
            return output;
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be written to: " + reason(e), e);
        }
    }

    private void tryOut(long bytes) throws IOException {
        try {
            Files.delete(Files.createTempFile(folder, ".hourglass-", ".tmp"));
            long room = Files.getFileStore(folder).getUsableSpace();
            if (room < bytes) {
                throw new DataException(
                        folder + ": expected room for " + Words.bytes(bytes) + " of results, found "
                                + Words.bytes(room) + "; free some, or choose another folder");
            }
        } catch (IOException | RuntimeException e) {
            removeIfEmpty();
            throw e;
        }
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        return e instanceof java.nio.file.AccessDeniedException ? "permission denied"
                : e instanceof java.nio.file.FileAlreadyExistsException exists
                        ? exists.getFile() + " is a file"
                        : String.valueOf(e.getMessage());
    }

    /** Names of those files that are there already. */
    public List<String> existing(List<String> names) {
        return names.stream().filter(each -> Files.exists(folder.resolve(each))).toList();
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    /** Takes the folder away again if it was created here and nothing came into it. */
    public void removeIfEmpty() {
        if (!created) {
            return;
        }
        try {
            Files.deleteIfExists(folder);
        } catch (IOException _) {
            // It is not empty, or was taken away by somebody else: leave it.
        }
    }
}

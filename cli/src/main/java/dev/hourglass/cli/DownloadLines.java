package dev.hourglass.cli;

import dev.hourglass.data.DownloadListener;

/** Tells of downloads; where somebody watches, in one line that is rewritten. */
final class DownloadLines implements DownloadListener {
    private final Streams streams;

    DownloadLines(Streams streams) {
        this.streams = streams;
    }

    @Override
    public void announced(String line) {
        streams.say(line);
    }

    @Override
    public void progressed(String file, long done, long total) {
        if (streams.isInteractive()) {
            streams.err().print("\r  " + file + "  " + Words.bytes(done) + " of " + Words.bytes(total)
                    + (done == total ? System.lineSeparator() : "   "));
        } else if (done == total) {
            streams.say("  " + file + "  " + Words.bytes(total));
        }
    }
}

package dev.hourglass.onednn;

import dev.hourglass.loops.Lane;
import org.bytedeco.dnnl.dnnl_stream;

/** Where oneDNN's primitives run: a stream per lane. */
final class Streams implements AutoCloseable {
    private final Natives natives;
    private final dnnl_stream[] streams;

    Streams(Natives natives, int lanes) {
        this.natives = natives;
        streams = new dnnl_stream[lanes];
        for (int i = 0; i < lanes; i++) {
            streams[i] = natives.stream();
        }
    }

    dnnl_stream of(Lane lane) {
        return streams[lane.index()];
    }

    @Override
    public void close() {
        for (dnnl_stream stream : streams) {
            natives.destroy(stream);
        }
    }
}

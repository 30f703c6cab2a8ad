package dev.hourglass.data;

/** Hears of downloads; nothing is fetched before it was told. */
public interface DownloadListener {

    /** One line before the first byte: what is fetched, from where, to where, its licence. */
    void announced(String line);

    /** Called now and then while a file comes in; {@code done} bytes of {@code total} are here. */
    void progressed(String file, long done, long total);
}

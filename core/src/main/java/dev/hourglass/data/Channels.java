package dev.hourglass.data;

/** How the colours of pictures are read. */
public enum Channels {
    /** One channel: colours become their luma, 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601). */
    GREY,
    /** Red, green and blue; grey pictures have three equal channels. */
    RGB,
    /** One channel where every picture is grey, otherwise three. */
    AS_FOUND
}

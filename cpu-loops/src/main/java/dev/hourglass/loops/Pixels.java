package dev.hourglass.loops;

/**
 * How loops go over images whose last axis is the channels, where each channel has numbers of its own. A
 * block is some whole pixels, or a part of one that is too long for a buffer, and the numbers are written out
 * value by value of a block: a loop over a few channels is too short for the compiler to vectorise, and it
 * vectorises none that reads and writes arrays at different places, because they might be one array.
 */
final class Pixels {
    /**
     * Values of a block, where a pixel is no longer: several arrays of them stay in the first-level cache.
     */
    private static final int ENOUGH = 512;

    private final int channels;
    private final int width;
    private final int atOnce;

    Pixels(int channels) {
        this.channels = channels;
        this.width = Math.min(channels, Lane.BLOCK);
        this.atOnce = Math.max(1, ENOUGH / channels);
    }

    int channels() {
        return channels;
    }

    /** Pixels of a block. */
    int atOnce() {
        return atOnce;
    }

    /** Parts that a pixel comes in. */
    int parts() {
        return (channels + width - 1) / width;
    }

    /** The first channel of a part. */
    int channel(int part) {
        return part * width;
    }

    /** Values of a block of so many pixels. */
    int values(int part, int pixels) {
        return pixels * Math.min(width, channels - part * width);
    }

    /** Room for a number per channel, by parts of a pixel. */
    float[][] floats() {
        float[][] numbers = new float[parts()][];
        for (int part = 0; part < numbers.length; part++) {
            numbers[part] = new float[values(part, atOnce)];
        }
        return numbers;
    }

    /** The same for doubles. */
    double[][] doubles() {
        double[][] numbers = new double[parts()][];
        for (int part = 0; part < numbers.length; part++) {
            numbers[part] = new double[values(part, atOnce)];
        }
        return numbers;
    }

    /** Writes the number of channel c out. */
    void set(float[][] numbers, int c, double value) {
        float[] part = numbers[c / width];
        for (int i = c % width; i < part.length; i += channels) {
            part[i] = (float) value;
        }
    }

    /** The same for doubles. */
    void set(double[][] numbers, int c, double value) {
        double[] part = numbers[c / width];
        for (int i = c % width; i < part.length; i += channels) {
            part[i] = value;
        }
    }

    /** The number of channel c, which is the same for each of a block's pixels. */
    double get(double[][] numbers, int c) {
        return numbers[c / width][c % width];
    }

    /** What a block's pixels have in channel c, added up. */
    double sum(double[][] numbers, int c) {
        double[] part = numbers[c / width];
        double sum = 0;
        for (int i = c % width; i < part.length; i += channels) {
            sum += part[i];
        }
        return sum;
    }
}

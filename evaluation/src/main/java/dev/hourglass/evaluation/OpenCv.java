package dev.hourglass.evaluation;

import dev.hourglass.plan.Shape;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.global.opencv_photo;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Calls of OpenCV, and why it cannot be called where it cannot. */
final class OpenCv {
    /** Channels that OpenCV's non-local means compares together. */
    private static final int TOGETHER = 4;

    /** Loads the libraries when first asked for, once. */
    private static final class Libraries {
        private static final Optional<String> MISSING = load();

        private static Optional<String> load() {
            try {
                Loader.load(opencv_core.class);
                Loader.load(opencv_imgproc.class);
                Loader.load(opencv_photo.class);
                // One thread per image: callers filter many images at once.
                opencv_core.setNumThreads(1);
                return Optional.empty();
            } catch (LinkageError | TypeNotPresentException e) {
                Throwable cause = e;
                while (cause.getCause() != null) {
                    cause = cause.getCause();
                }
                return Optional.of("OpenCV, which the classical filters need, cannot be loaded ("
                        + cause.getMessage()
                        + "): put the jars of org.bytedeco:opencv and openblas for this system on the class path");
            }
        }
    }

    private OpenCv() {
    }

    static Optional<String> missing() {
        return Libraries.MISSING;
    }

    static float[] median(float[] image, Shape shape, int size) {
        return floats(image, shape, (from, to) -> opencv_imgproc.medianBlur(from, to, size));
    }

    static float[] gaussian(float[] image, Shape shape, double sigma) {
        return floats(image, shape, (from, to) -> {
            try (var automatic = new Size(0, 0)) {
                opencv_imgproc.GaussianBlur(from, to, automatic, sigma);
            }
        });
    }

    static float[] nonLocalMeans(float[] image, Shape shape, double strength) {
        check(image, shape);
        int channels = shape.extent(2);
        float[] filtered = new float[image.length];
        int step = channels <= TOGETHER ? channels : 1;
        for (int first = 0; first < channels; first += step) {
            byte[] bytes = new byte[shape.extent(0) * shape.extent(1) * step];
            for (int i = 0; i < bytes.length; i++) {
                float value = image[i / step * channels + first + i % step];
                bytes[i] = (byte) Math.round(255 * Math.clamp(value, 0f, 1f));
            }
            try (var from = new Mat(shape.extent(0), shape.extent(1), opencv_core.CV_8UC(step));
                    var to = new Mat()) {
                try (var data = new BytePointer(from.data())) {
                    data.put(bytes);
                }
                opencv_photo.fastNlMeansDenoising(from, to, (float) (255 * strength), 7, 21);
                try (var data = new BytePointer(to.data())) {
                    data.get(bytes);
                }
            }
            for (int i = 0; i < bytes.length; i++) {
                filtered[i / step * channels + first + i % step] = (bytes[i] & 0xff) / 255f;
            }
        }
        return filtered;
    }

    private interface Filter {
        void apply(Mat from, Mat to);
    }

    /** Filters each channel as an image of its own. */
    private static float[] floats(float[] image, Shape shape, Filter filter) {
        check(image, shape);
        int channels = shape.extent(2);
        float[] filtered = new float[image.length];
        float[] plane = new float[image.length / channels];
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < plane.length; i++) {
                plane[i] = image[i * channels + c];
            }
            try (var from = new Mat(shape.extent(0), shape.extent(1), opencv_core.CV_32FC1);
                    var to = new Mat()) {
                try (var data = new FloatPointer(from.data())) {
                    data.put(plane);
                }
                filter.apply(from, to);
                try (var data = new FloatPointer(to.data())) {
                    data.get(plane);
                }
            }
            for (int i = 0; i < plane.length; i++) {
                filtered[i * channels + c] = plane[i];
            }
        }
        return filtered;
    }

    private static void check(float[] image, Shape shape) {
        if (shape.rank() != 3 || shape.elements() != image.length) {
            throw new IllegalArgumentException(
                    "expected an image (h, w, c), found " + image.length + " values and shape " + shape);
        }
        missing().ifPresent(reason -> {
            throw new UnsupportedOperationException(reason);
        });
    }
}

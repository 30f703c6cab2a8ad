package dev.hourglass.cli.compress;

import dev.hourglass.cli.compress.RateCurve.Measured;
import dev.hourglass.data.Dataset;
import dev.hourglass.evaluation.ImageCodec;
import dev.hourglass.evaluation.Mosaic;
import dev.hourglass.plan.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The usual image formats on the same test images: each in a file of its own, where small images pay mostly
 * for headers, and many of them side by side in one.
 */
final class ImageFormats {
    private static final int MOST_IN_MOSAIC = 2_000;
    private static final int MOST_FILES = 200;
    private static final List<ImageCodec> CODECS = List.of(new ImageCodec.Png(), new ImageCodec.Jpeg(90),
            new ImageCodec.Jpeg(50), new ImageCodec.Jpeg(20), new ImageCodec.Jpeg(5), new ImageCodec.Jpeg(1));

    private ImageFormats() {
    }

    /** Empty for rows that are no images of one or three channels. */
    static List<Measured> measure(CodeSubject subject) {
        var test = subject.test();
        Shape shape = test.shape();
        if (shape.rank() != 3 || shape.extent(2) != 1 && shape.extent(2) != 3) {
            return List.of();
        }
        var points = new ArrayList<Measured>();
        var mosaic = Mosaic.of(test, MOST_IN_MOSAIC);
        for (var codec : CODECS) {
            var coded = mosaic.code(codec);
            points.add(
                    new Measured(name(codec) + ", one mosaic", codec.title(), mosaic.images(), coded.bytes(),
                            coded.bitsPerPixel(), coded.meanSquaredError()));
            points.add(single(test, codec));
        }
        return points;
    }

    private static Measured single(Dataset test, ImageCodec codec) {
        int count = Math.min(test.size(), MOST_FILES);
        long bytes = 0;
        double error = 0;
        for (int i = 0; i < count; i++) {
            var image = RowReader.read(test, i, 1);
            var coded = codec.code(image, test.shape());
            bytes += coded.bytes();
            error += coded.meanSquaredError() / count;
        }
        return new Measured(name(codec) + ", a file each", codec.title(), count, bytes,
                BitsPerPixel.of(test.shape(), count).of(bytes), error);
    }

    private static String name(ImageCodec codec) {
        return codec instanceof ImageCodec.Png ? "PNG" : "JPEG";
    }
}

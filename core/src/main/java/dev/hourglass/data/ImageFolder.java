package dev.hourglass.data;

import dev.hourglass.plan.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * PNG and JPEG pictures of equal size from a folder and everything below it, in the order of their paths.
 * Where every picture lies in a sub-folder, the sub-folders' order numbers the labels. Files of other names
 * and hidden ones are passed over.
 */
public final class ImageFolder {

    private ImageFolder() {
    }

    /**
     * Opens a folder of pictures, or one picture. They are kept decoded where they take at most a quarter of
     * Java's heap, otherwise decoded anew at each read.
     *
     * @throws DataException when there are no pictures, one is damaged, or two differ in size, naming both
     */
    public static Dataset open(Path path, Channels channels) {
        if (!Files.exists(path)) {
            Input.checkIsFile(path);
        }
        List<Path> files = Files.isDirectory(path) ? pictures(path) : List.of(path);
        List<ImageHeader> headers = files.stream().parallel().map(f -> ImageFile.open(f).header()).toList();
        ImageHeader first = headers.getFirst();
        for (int i = 1; i < files.size(); i++) {
            ImageHeader other = headers.get(i);
            if (other.height() != first.height() || other.width() != first.width()) {
                throw new DataException(files.get(i) + ": expected " + first.size() + " pixels like "
                        + files.getFirst() + ", found " + other.size() + "; all images must have one size");
            }
        }
        int depth = switch (channels) {
            case GREY -> 1;
            case RGB -> 3;
            case AS_FOUND -> headers.stream().mapToInt(ImageHeader::channels).max().orElseThrow();
        };
        Shape shape = Shape.of(first.height(), first.width(), depth);
        int[] labels = Files.isDirectory(path) ? labels(path, files) : null;
        long bytes = (long) files.size() * shape.elements();
        if (bytes > Math.min(Runtime.getRuntime().maxMemory() / 4, Integer.MAX_VALUE - 8)) {
            return new ImageRows(path.toString(), shape, files, labels);
        }
        byte[] values = new byte[(int) bytes];
        IntStream.range(0, files.size()).parallel()
                .forEach(i -> ImageFile.open(files.get(i)).decode(depth, values, i * shape.elements()));
        return new ByteRows(path.toString(), shape, values, labels, 1);
    }

    /**
     * The pictures in a folder and everything below it, in the order of their paths. They may differ in size.
     *
     * @throws DataException when there are none
     */
    public static List<Path> pictures(Path folder) {
        try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            List<Path> files = all.filter(Files::isRegularFile).toList();
            List<Path> pictures = files.stream().filter(f -> isPicture(folder.relativize(f)))
                    .sorted(Comparator.comparing(f -> portable(folder.relativize(f)))).toList();
            if (pictures.isEmpty()) {
                throw new DataException(folder + ": expected PNG or JPEG images, found "
                        + (files.isEmpty() ? "an empty folder"
                                : files.size() + " other files, such as "
                                        + folder.relativize(files.getFirst())));
            }
            return pictures;
        } catch (IOException e) {
            throw DataException.reading(folder, e);
        } catch (UncheckedIOException e) {
            throw DataException.reading(folder, e.getCause());
        }
    }

    /**
     * Shape (h, w, c) of one picture, from its header: c is 1 for a grey one, 3 for one in colour.
     *
     * @throws DataException when it is not a picture or its header is damaged
     */
    public static Shape shape(Path picture) {
        ImageHeader header = ImageFile.open(picture).header();
        return Shape.of(header.height(), header.width(), header.channels());
    }

    private static boolean isPicture(Path place) {
        for (Path part : place) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        String name = place.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
    }

    private static String portable(Path path) {
        return path.toString().replace('\\', '/');
    }

    private static int[] labels(Path folder, List<Path> files) {
        List<Path> places = files.stream().map(folder::relativize).toList();
        if (places.stream().anyMatch(p -> p.getNameCount() == 1)) {
            return null;
        }
        List<String> names = places.stream().map(p -> p.getName(0).toString()).distinct().sorted().toList();
        return places.stream().mapToInt(p -> names.indexOf(p.getName(0).toString())).toArray();
    }
}

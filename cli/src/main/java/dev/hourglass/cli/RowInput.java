package dev.hourglass.cli;

import dev.hourglass.data.DataException;
import dev.hourglass.data.Dataset;
import dev.hourglass.data.Datasets;
import dev.hourglass.data.ImageFolder;
import dev.hourglass.data.Tables;
import dev.hourglass.plan.Shape;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a model is applied to.
 *
 * @param groups rows of equal shape; more than one only for pictures of different sizes
 * @param names  of the rows in their order, for files made of them
 */
public record RowInput(List<Group> groups, List<String> names) {

    /**
     * Rows of equal shape.
     *
     * @param places of the rows among all
     */
    public record Group(Dataset rows, List<Integer> places) {
        public Group {
            places = List.copyOf(places);
        }
    }

    public RowInput {
        groups = List.copyOf(groups);
        names = List.copyOf(names);
    }

    /** Opens a file of any known kind, or a folder of pictures of any sizes. */
    public static RowInput open(Path path) {
        if (!Files.isDirectory(path)) {
            var rows = Datasets.open(path);
            var places = IntStream.range(0, rows.size()).boxed().toList();
            return new RowInput(List.of(new Group(rows, places)), numbers(rows.size()));
        }
        var files = ImageFolder.pictures(path);
        var placesByShape = new LinkedHashMap<Shape, List<Integer>>();
        for (int i = 0; i < files.size(); i++) {
            placesByShape.computeIfAbsent(ImageFolder.shape(files.get(i)), _ -> new ArrayList<>()).add(i);
        }
        var groups = new ArrayList<Group>();
        placesByShape.forEach((shape, places) -> {
            var pictures = places.stream().map(files::get).toList();
            String name = placesByShape.size() == 1 ? path.toString() : pictures.getFirst().toString();
            groups.add(new Group(new PictureFiles(name, shape, pictures), places));
        });
        return new RowInput(groups, names(files.stream().map(path::relativize).toList()));
    }

    /**
     * The same where a model takes images.
     *
     * @throws DataException when it is a table as text
     */
    public static RowInput images(Path path) {
        if (Files.isRegularFile(path) && Tables.isText(path)) {
            throw new DataException(path + ": expected images, found text");
        }
        return open(path);
    }

    /** Rows without a file of their own, named by their numbers. */
    public static RowInput numbered(int rows) {
        return new RowInput(List.of(), numbers(rows));
    }

    /** Rows that have names of their own. */
    public static RowInput named(List<String> names) {
        return new RowInput(List.of(), names);
    }

    /** Rows that are counted as they come. */
    public static RowInput counted() {
        return new RowInput(List.of(), List.of());
    }

    private static List<String> numbers(int rows) {
        int digits = Math.max(5, String.valueOf(rows - 1).length());
        return IntStream.range(0, rows).mapToObj(each -> ("%0" + digits + "d").formatted(each)).toList();
    }

    /** Without their endings, unless these alone tell two of them apart. */
    private static List<String> names(List<Path> files) {
        var whole = files.stream().map(each -> each.toString().replace(File.separatorChar, '/')).toList();
        var names = whole.stream().map(each -> each.replaceFirst("\\.[^./]*$", "")).toList();
        return names.stream().distinct().count() == names.size() ? names : whole;
    }

    public int size() {
        return names.size();
    }
}

package dev.hourglass.data;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Data sets known by name: the built-in digits, and public ones that are looked for and, where allowed,
 * fetched.
 */
public final class KnownData {
    /** Name of the built-in data set, which is always there. */
    public static final String DIGITS = "digits";

    private static final int DIGITS_TRAIN = 60_000;
    private static final int DIGITS_TEST = 10_000;
    private static final long DIGITS_SEED = 1;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern FIRST_ROWS = Pattern.compile("train-first(\\d+)-images-idx3-ubyte(\\.gz)?");

    /** Rows to learn from and rows to judge by. */
    public enum Part {
        TRAIN, TEST
    }

    /** Both parts of a data set. */
    public record Parts(Dataset train, Dataset test) {
    }

    private KnownData() {
    }

    /** The built-in digits: 60,000 and 10,000 rows. */
    public static Parts digits() {
        return new Parts(digits(Part.TRAIN), digits(Part.TEST));
    }

    private static Dataset digits(Part part) {
        return switch (part) {
            case TRAIN -> SyntheticDigits.of("digits/train", DIGITS_SEED, 0, DIGITS_TRAIN);
            case TEST -> SyntheticDigits.of("digits/test", DIGITS_SEED, DIGITS_TRAIN, DIGITS_TEST);
        };
    }

    /** The names {@link #open} takes. */
    public static List<String> names() {
        return Stream.concat(Stream.of(DIGITS), KnownSet.ALL.stream().map(KnownSet::name)).toList();
    }

    /**
     * Opens one part of a known data set. Public sets are looked for as {@code FOLDER/NAME/} or in
     * {@code FOLDER} itself for each folder of {@code places}, under the original file names, in gzip or not;
     * what is found nowhere is fetched into the cache, checked by SHA-256. Of a training set of which only
     * the first rows are there ({@code
     * train-first7000-images-idx3-ubyte.gz}) those are taken, and the data set's name says so.
     *
     * @throws DataException when the name is unknown, a file is broken, or fetching is forbidden or fails
     */
    public static Dataset open(String name, Part part, DataPlaces places) {
        if (name.equals(DIGITS)) {
            return digits(part);
        }
        KnownSet set = KnownSet.of(name).orElseThrow(() -> new DataException(
                name + ": no such data set: expected one of " + String.join(", ", names())
                        + ", or a file or folder"));
        return open(set, part, places, PATIENCE);
    }

    static Dataset open(KnownSet set, Part part, DataPlaces places, Duration patience) {
        for (Path folder : places.folders()) {
            if (!Files.isDirectory(folder)) {
                throw new DataException(folder + ": expected a folder with data, found "
                        + (Files.exists(folder) ? "a file" : "nothing there"));
            }
        }
        KnownSet.Files files = set.files(part);
        String name = set.name() + (part == Part.TRAIN ? "/train" : "/test");
        List<Path> folders = places.all().stream().flatMap(f -> Stream.of(f.resolve(set.name()), f)).toList();
        for (Path folder : folders) {
            Optional<Path> images = present(folder, files.images());
            if (images.isPresent()) {
                checkNotAnother(set, part, images.get());
                return IdxDataset.open(name, images.get(), IdxDataset.labelsBeside(images.get()));
            }
        }
        if (part == Part.TRAIN) {
            for (Path folder : folders) {
                Optional<Path> first = firstRows(folder);
                if (first.isPresent()) {
                    Matcher matcher = FIRST_ROWS.matcher(first.get().getFileName().toString());
                    String rows = matcher.matches() ? matcher.group(1) : "rows";
                    return IdxDataset.open(name + " (first " + rows + ")", first.get(),
                            IdxDataset.labelsBeside(first.get()));
                }
            }
        }
        return fetched(set, files, name, places, patience);
    }

    private static Optional<Path> present(Path folder, KnownFile file) {
        Path zipped = folder.resolve(file.name());
        Path plain = folder.resolve(file.name().replaceFirst("\\.gz$", ""));
        return Stream.of(zipped, plain).filter(Files::isRegularFile).findFirst();
    }

    private static Optional<Path> firstRows(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(f -> FIRST_ROWS.matcher(f.getFileName().toString()).matches()).sorted()
                    .findFirst();
        } catch (IOException e) {
            throw DataException.reading(folder, e);
        }
    }

    /** The sets' files have the same names; their sizes tell them apart. */
    private static void checkNotAnother(KnownSet set, Part part, Path images) {
        long size;
        try {
            size = Files.size(images);
        } catch (IOException e) {
            throw DataException.reading(images, e);
        }
        for (KnownSet other : KnownSet.ALL) {
            if (!other.name().equals(set.name()) && other.files(part).images().bytes() == size) {
                throw new DataException(images + ": expected " + set.name() + ", found " + other.name()
                        + " (by its size); name the folder above or the right set");
            }
        }
    }

    private static Dataset fetched(KnownSet set, KnownSet.Files files, String name, DataPlaces places,
            Duration patience) {
        Path folder = places.cache().resolve(set.name());
        if (places.network() == DataPlaces.Network.FORBIDDEN) {
            throw new DataException(name + ": " + files.images().name() + " is in none of "
                    + places.all().stream().map(Path::toString).collect(Collectors.joining(", "))
                    + ", and fetching is forbidden; put it into " + folder + " or allow the network");
        }
        List<KnownFile> missing = new ArrayList<>(List.of(files.labels(), files.images()));
        missing.removeIf(f -> present(folder, f).isPresent());
        long bytes = missing.stream().mapToLong(KnownFile::bytes).sum();
        places.listener()
                .announced(String.format(Locale.ROOT, "Fetching %s (%.1f MB; %s) from %s to %s", name,
                        bytes / 1e6,
                        set.licence(),
                        set.mirrors().stream().map(URI::getHost).distinct()
                                .collect(Collectors.joining(" or ")),
                        folder));
        for (KnownFile file : missing) {
            new Download(file, folder, places.listener(), patience).from(set.mirrors());
        }
        return IdxDataset.open(name, folder.resolve(files.images().name()),
                folder.resolve(files.labels().name()));
    }
}

package dev.hourglass.models;

import dev.hourglass.models.Corruption.Blur;
import dev.hourglass.models.Corruption.Gaussian;
import dev.hourglass.models.Corruption.InTurn;
import dev.hourglass.models.Corruption.Masking;
import dev.hourglass.models.Corruption.None;
import dev.hourglass.models.Corruption.OneOf;
import dev.hourglass.models.Corruption.Paired;
import dev.hourglass.models.Corruption.SaltAndPepper;
import dev.hourglass.models.Corruption.Speckle;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** Corruptions as users write them, and what is wrong with them in words. */
final class CorruptionText {
    private static final String FORMS = "expected none, or gaussian:, salt-and-pepper:, masking:, speckle: or "
            + "blur: with a strength, such as gaussian:0.4 or gaussian:0.1..0.5; + puts one after the other, "
            + "/ draws one of them for each image";

    private CorruptionText() {
    }

    static Corruption parse(String text) {
        try {
            return parts(text, "/", OneOf::new,
                    choice -> parts(choice, "\\+", InTurn::new, CorruptionText::one));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("noise '" + text + "': " + e.getMessage(), e);
        }
    }

    private static Corruption parts(String text, String separator,
            Function<List<Corruption>, Corruption> joined,
            Function<String, Corruption> part) {
        var parts = Stream.of(text.split(separator, -1)).map(part).toList();
        return parts.size() == 1 ? parts.getFirst() : joined.apply(parts);
    }

    private static Corruption one(String text) {
        String trimmed = text.strip();
        if (trimmed.equals("none")) {
            return new None();
        }
        int colon = trimmed.indexOf(':');
        String strength = trimmed.substring(colon + 1);
        return switch (colon < 0 ? "" : trimmed.substring(0, colon)) {
            case "gaussian" -> new Gaussian(Strength.parse(strength));
            case "salt-and-pepper" -> new SaltAndPepper(Strength.parse(strength));
            case "masking" -> new Masking(Strength.parse(strength));
            case "speckle" -> new Speckle(Strength.parse(strength));
            case "blur" -> new Blur(Strength.parse(strength));
            default -> throw new IllegalArgumentException(FORMS);
        };
    }

    /** Makes sure that something is done, and no more than can be. */
    static void check(Corruption corruption, Strength strength, float most) {
        if (!(strength.high() > 0) || strength.high() > most) {
            throw new IllegalArgumentException(name(corruption) + ": the strength must be positive"
                    + (most == Float.MAX_VALUE ? "" : " and at most " + most) + ", found " + strength);
        }
    }

    private static String name(Corruption corruption) {
        return corruption.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }

    static void checkParts(List<Corruption> parts) {
        if (parts.isEmpty() || parts.stream().anyMatch(Paired.class::isInstance)) {
            throw new IllegalArgumentException("corruptions that are combined must be at least one, and none "
                    + "can be one that the data bring with them");
        }
    }
}

package dev.hourglass.models.compress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.data.DataException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowNamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../a", "/etc/a", "a/../../b", "a/./b", "a\nb", "a//../b"})
    void namesOutsideOfTheFolderAreRefused(String name) {
        byte[] bytes = RowNames.write(List.of("good", name));
        var error = assertThrows(DataException.class, () -> RowNames.read(bytes, 2, "file"));
        assertTrue(
                error.getMessage().startsWith("file: the name '") && error.getMessage().lines().count() == 1,
                error.getMessage());
    }

    @Test
    void namesThatAreTooManyTooFewOrTwiceAreRefused() {
        for (var names : List.of(List.of("a"), List.of("a", "b", "c"), List.of("a", "a"),
                List.of("a", "b".repeat(1 << 20)))) {
            byte[] bytes = RowNames.write(names);
            assertThrows(DataException.class, () -> RowNames.read(bytes, 2, "file"), () -> "" + names.size());
        }
        assertThrows(DataException.class, () -> RowNames.read(new byte[] {1, 2, 3}, 2, "file"));
        assertEquals(List.of("b", "a"), RowNames.read(RowNames.write(List.of("b", "a")), 2, "file"));
    }
}

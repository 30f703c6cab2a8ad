package dev.hourglass.cli.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hourglass.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Categories that training did not know are counted, in rows to score and in those that a detector is tested
 * on.
 */
class UnknownCategoriesTest {
    private static final int ROWS = 150;

    @TempDir
    private static Path folder;
    private static Path run;
    private static Cli trained;

    /** Every tenth row has a town of its own, and three of ten rows are tested on. */
    @BeforeAll
    static void train() throws IOException {
        var text = new StringBuilder("amount,town,kind,fraud\n");
        for (int i = 0; i < ROWS; i++) {
            text.append(i % 17).append(',').append(i % 10 == 0 ? "town" + i : i % 2 == 0 ? "Oslo" : "Rome")
                    .append(',').append(i % 3 == 0 ? "a" : "b").append(',').append(i % 15 == 0 ? "yes" : "no")
                    .append('\n');
        }
        Path towns = Files.writeString(folder.resolve("towns.csv"), text.toString());
        run = folder.resolve("run");
        trained = Cli
                .line("train anomaly --backend reference --label fraud --quiet", "--data", towns, "--out",
                        run)
                .succeeds();
    }

    private static List<String> notes(String rows) throws IOException {
        Path in = Files.writeString(folder.resolve("new.csv"), "kind,amount,town\n" + rows);
        var scored = Cli
                .line("score --backend reference", "--model", run.resolve("model.safetensors"), "--in", in,
                        "--out", folder.resolve("scores.csv"))
                .succeeds();
        return scored.err().lines().filter(each -> each.startsWith("Note: ")).toList();
    }

    /** Missing is a category too, which no row had in training. */
    @Test
    void thoseOfRowsToScoreAreSaidInOneLine() throws IOException {
        assertEquals(
                List.of("Note: 3 rows have categories that training did not know, which are all the same to "
                        + "the model: column 'town' in 2, 'kind' in 2"),
                notes("a,1,Oslo\nb,2,Paris\nc,3,Rome\n,4,Nice\na,,Rome\n"));
        assertEquals(List.of(), notes("a,1,Oslo\nb,2,Rome\n"));
    }

    @Test
    void thoseOfTestRowsAreInTheReport() throws IOException {
        JsonNode unknown = new JsonMapper().readTree(run.resolve("report.json").toFile())
                .at("/test/unknownCategories");
        int rows = unknown.get("rows").asInt();
        assertTrue(rows > 1 && rows <= ROWS / 10, unknown.toString());
        assertEquals("{\"town\":" + rows + "}", unknown.get("columns").toString());
        assertTrue(
                trained.err()
                        .contains("Note: " + rows + " test rows have categories that training did not know, "
                                + "which are all the same to the model: column 'town' in " + rows + "\n"),
                trained.err());
    }
}

package dev.hourglass.report;

import java.util.List;

/** Paragraphs. */
public record Text(String title, List<String> paragraphs) implements Section {
    public Text {
        paragraphs = List.copyOf(paragraphs);
    }

    public static Text of(String... paragraphs) {
        return new Text("", List.of(paragraphs));
    }
}

package dev.hourglass.report;

import java.util.List;

/** Sections under a heading. */
public record Chapter(String title, List<Section> sections) {
    public Chapter {
        sections = List.copyOf(sections);
    }

    public static Chapter of(String title, Section... sections) {
        return new Chapter(title, List.of(sections));
    }
}

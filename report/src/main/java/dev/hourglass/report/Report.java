package dev.hourglass.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A page.
 *
 * @param title      its heading
 * @param summary    what it comes to, in a sentence or two; may be empty
 * @param chapters   its parts, in order; chapters without sections are left out of the page
 * @param provenance what made it, shown in small print at the end: versions, device, time; in order
 */
public record Report(String title, String summary, List<Chapter> chapters, Map<String, String> provenance) {
    public Report {
        chapters = List.copyOf(chapters);
        provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    }

    /** The same with one more chapter at the end. */
    public Report with(Chapter chapter) {
        var more = new ArrayList<>(chapters);
        more.add(chapter);
        return new Report(title, summary, more, provenance);
    }
}

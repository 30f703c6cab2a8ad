package dev.hourglass.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names and values, such as what was trained on what.
 *
 * @param facts in order; a value may be any text
 */
public record Facts(String title, Map<String, String> facts) implements Section {
    public Facts {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }
}

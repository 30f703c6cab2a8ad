package dev.hourglass.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * Something a report shows. All texts are plain text; whatever is in them is shown and never interpreted.
 * Numbers that are not finite are left out of charts and shown as a dash in tables.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({@Type(value = Facts.class, name = "facts"), @Type(value = Table.class, name = "table"),
    @Type(value = LineChart.class, name = "lines"), @Type(value = Scatter.class, name = "scatter"),
    @Type(value = Histogram.class, name = "histogram"), @Type(value = Bars.class, name = "bars"),
    @Type(value = ImageGrid.class, name = "images"), @Type(value = Text.class, name = "text"),
    @Type(value = Finding.class, name = "finding"), @Type(value = Command.class, name = "command")})
public sealed interface Section
        permits Facts, Table, LineChart, Scatter, Histogram, Bars, ImageGrid, Text, Finding, Command {

    /** Its heading; empty for none. */
    String title();
}

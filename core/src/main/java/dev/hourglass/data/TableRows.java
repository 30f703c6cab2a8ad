package dev.hourglass.data;

/** Rows of a table, one after the other. For one thread. */
public interface TableRows extends AutoCloseable {

    /** Goes to the next row; before the first call there is none. False at the end. */
    boolean next();

    /** The cell's text, without blanks around it; empty when the value is missing. */
    String text(int column);

    /** The cell's number; NaN when it is missing, no number, or not finite. */
    double number(int column);

    /** Where the row is, for messages: {@code line 12} or {@code row 11}. */
    String place();

    @Override
    void close();
}

package dev.hourglass.train;

/** What is told to people whose training goes wrong: to try what they can choose, and nothing else. */
public enum Advice {
    /** They choose learning rate, clipping and loss. */
    SETTINGS("try a lower learning rate, or clip the gradient",
            "try another seed, a lower learning rate or another loss"),
    /** They choose the rows and the seed; all else is a recipe. */
    ROWS("try another seed, or leave out columns or images that are far from all others",
            "try another seed, or more rows");

    private final String diverging;
    private final String collapsed;

    Advice(String diverging, String collapsed) {
        this.diverging = diverging;
        this.collapsed = collapsed;
    }

    String diverging() {
        return diverging;
    }

    /** @param rate the learning rate that was too high */
    String diverged(float rate) {
        return this == SETTINGS ? "try a learning rate below " + rate + ", or clip the gradient" : diverging;
    }

    String collapsed() {
        return collapsed;
    }
}

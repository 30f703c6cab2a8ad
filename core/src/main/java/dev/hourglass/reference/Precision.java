package dev.hourglass.reference;

/** What happens to a value when it is stored. */
public enum Precision {
    /** It is rounded to float, as the contract of the backends says. */
    SINGLE,
    /** It stays a double, so that gradients can be checked by differences. */
    DOUBLE
}

package dev.hourglass.plan;

/** Element type of a slot. How arithmetic is done inside an op is an option of the backend, not a type. */
public enum DType {
    /** IEEE 754 binary32. */
    F32,
    /** Two's complement 32-bit integer. */
    I32;

    public int bytes() {
        return 4;
    }
}

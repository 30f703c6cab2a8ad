package dev.hourglass.data;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Element types of npy files that can be read. */
public enum NpyType {
    F2("f2"), F4("f4"), F8("f8"), U1("u1"), U2("u2"), U4("u4"), I1("i1"), I2("i2"), I4("i4"), I8("i8"),
    BOOL("b1");

    private final String code;

    NpyType(String code) {
        this.code = code;
    }

    /** NumPy's name without the byte order, such as {@code f4}. */
    public String code() {
        return code;
    }

    /** Bytes of one element. */
    public int bytes() {
        return code.charAt(1) - '0';
    }

    boolean isFloating() {
        return code.charAt(0) == 'f';
    }

    static Optional<NpyType> of(String code) {
        return Arrays.stream(values()).filter(t -> t.code.equals(code)).findFirst();
    }

    static String known() {
        return Arrays.stream(values()).map(NpyType::code).collect(Collectors.joining(" "));
    }
}

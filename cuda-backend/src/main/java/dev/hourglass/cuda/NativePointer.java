package dev.hourglass.cuda;

import jcuda.Pointer;

/**
 * An address outside Java's heap as JCuda wants it. JCuda's own pointers to arrays pin the array during the
 * call only, and cost twenty times as much.
 */
final class NativePointer extends Pointer {

    NativePointer(long address) {
        super(address);
    }

    private NativePointer(Pointer other) {
        super(other);
    }

    /** The address that a call of JCuda has put into a pointer. */
    static long addressOf(Pointer pointer) {
        return new NativePointer(pointer).getNativePointer();
    }
}

package dev.hourglass.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Puts the fake driver in place, and holds a test class to leaving nothing behind on it: no memory, no
 * stream, and no complaint about dead canaries or the like.
 */
final class NothingLeft implements BeforeAllCallback, AfterAllCallback {
    private long complaints;

    @Override
    public void beforeAll(ExtensionContext context) {
        FakeCuda.install();
        if (!FakeCuda.isReal()) {
            complaints = FakeCuda.complaints();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (!FakeCuda.isReal()) {
            assertEquals(0, FakeCuda.allocations(), "allocations left on the device");
            assertEquals(0, FakeCuda.streams(), "streams left");
            assertEquals(complaints, FakeCuda.complaints(), "complaints of the fake driver");
        }
    }
}

package dev.hourglass.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Puts the fake driver in place, and holds a test class to leaving nothing behind on it: no memory, no
 * stream, and no complaint about dead canaries or the like. Where there is no g++ the class is skipped.
 */
final class NothingLeft implements ExecutionCondition, BeforeAllCallback, AfterAllCallback {
    private long complaints;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return FakeCuda.isReal() || FakeCuda.canBeBuilt() ? ConditionEvaluationResult.enabled("")
                : ConditionEvaluationResult.disabled(FakeCuda.NEEDS);
    }

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

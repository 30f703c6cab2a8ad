/**
 * The contract suite. A backend is tested by extending {@link dev.hourglass.testing.BackendContract},
 * {@link dev.hourglass.testing.GoldenOpsContract}, {@link dev.hourglass.testing.GoldenUpdatesContract} and
 * {@link dev.hourglass.testing.GoldenKerasContract} in a few lines each; there is nothing to skip.
 *
 * <p>{@link dev.hourglass.testing.OpCases} has cases of every op, which
 * {@link dev.hourglass.testing.CaseCheck} holds against the reference backend in double within the bounds of
 * {@link dev.hourglass.testing.Tolerances}; the reference itself is held against PyTorch's and Keras'
 * numbers. {@link dev.hourglass.testing.GradientCheck} compares every backward pass with differences, and
 * {@link dev.hourglass.testing.Mutants} are wrong backends that show that the suite can fail.
 */
package dev.hourglass.testing;

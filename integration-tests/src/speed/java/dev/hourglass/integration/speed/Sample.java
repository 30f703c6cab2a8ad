package dev.hourglass.integration.speed;

/**
 * One step.
 *
 * @param loss      before the step's update
 * @param clock     milliseconds by the clock
 * @param processor milliseconds of processor time, all threads together; on Linux in ticks of 10
 */
record Sample(double loss, double clock, double processor) {
}

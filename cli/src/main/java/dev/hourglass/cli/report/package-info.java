/**
 * The page of a run. Each training makes one: {@link dev.hourglass.cli.report.TaskReport} is where a task
 * adds its own chapters and numbers, {@link dev.hourglass.cli.report.Comparison} judges a model beside
 * baselines, and {@link dev.hourglass.cli.report.RunPage} writes it.
 */
package dev.hourglass.cli.report;

/** Targets that put right sums on hostile contents: mutations would never come past them. */
package dev.hourglass.models;

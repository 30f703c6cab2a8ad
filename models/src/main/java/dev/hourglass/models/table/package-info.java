/**
 * Tables as rows of numbers that a network can take: scaling, categories, missing values.
 */
package dev.hourglass.models.table;

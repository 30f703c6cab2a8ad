/**
 * Data: readers of IDX, npy, npz, CSV, PNG and JPEG ({@link dev.hourglass.data.Datasets#open}), data sets
 * known by name ({@link dev.hourglass.data.KnownData}), built-in digits, division and batches, and writers
 * that leave no half file. Whatever is wrong with a file is a {@link dev.hourglass.data.DataException}: one
 * line with file, place, expected and found.
 */
package dev.hourglass.data;

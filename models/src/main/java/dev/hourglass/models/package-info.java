/**
 * The autoencoders of Hourglass, and saving, loading and applying them.
 */
package dev.hourglass.models;

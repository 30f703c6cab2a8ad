/** Random numbers that do not depend on the backend, the number of threads or the order they are drawn in. */
package dev.hourglass.random;

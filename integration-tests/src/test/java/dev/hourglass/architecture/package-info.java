/** What docs/architecture.md says of modules and packages, held by tests. */
package dev.hourglass.architecture;

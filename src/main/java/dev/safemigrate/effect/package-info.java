/**
 * What PostgreSQL does when a statement runs: locks, rewrites, scans, builds, waits and failures.
 * The only place that knows it; rules, planner, runner and documentation ask here.
 */
@NullMarked
package dev.safemigrate.effect;

import org.jspecify.annotations.NullMarked;

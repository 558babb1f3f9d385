/**
 * Migrations on a real server that nobody else uses: up, down and up again by the runner's own
 * code, measured statement by statement and held against what was predicted. Knows nothing of Maven
 * and of the formats of reports.
 */
@NullMarked
package dev.safemigrate.rehearsal;

import org.jspecify.annotations.NullMarked;

/**
 * Runs migrations on a database: apply, roll back, resume. Decides when and in which transaction a
 * statement runs; what a statement does it asks the analysis.
 */
@NullMarked
package dev.safemigrate.runner;

import org.jspecify.annotations.NullMarked;

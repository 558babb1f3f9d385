/**
 * The fold over all scripts in order: transactions, classes, findings, acknowledgements, coverage.
 * Knows neither files nor databases nor how a result is shown.
 */
@NullMarked
package dev.safemigrate.analysis;

import org.jspecify.annotations.NullMarked;

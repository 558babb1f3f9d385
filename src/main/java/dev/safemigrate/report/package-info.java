/**
 * One analysis result as bytes: the same result gives the same bytes. Knows neither how the result
 * came about nor where the bytes go.
 */
@NullMarked
package dev.safemigrate.report;

import org.jspecify.annotations.NullMarked;

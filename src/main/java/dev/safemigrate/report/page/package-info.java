/**
 * The HTML page: records of ready words and numbers that templates show, and the classes that jte
 * generates from those templates. Knows nothing of migrations.
 */
@NullMarked
package dev.safemigrate.report.page;

import org.jspecify.annotations.NullMarked;

/** Tests of reports, on results that are built by hand and on the sample's. */
@NullMarked
package dev.safemigrate.report;

import org.jspecify.annotations.NullMarked;

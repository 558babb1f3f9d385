/**
 * What the project's own code names in the database: tables and columns in SQL strings, mappings,
 * generated names and resources. Reads files only; knows nothing of Maven and of live databases.
 */
@NullMarked
package dev.safemigrate.usage;

import org.jspecify.annotations.NullMarked;

/**
 * What git knows of migration files: how they were where a branch left another. Reads the
 * repository only, never writes it and never asks a remote; knows nothing of analysis.
 */
@NullMarked
package dev.safemigrate.git;

import org.jspecify.annotations.NullMarked;
